#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cpp/interactions.h"
#include "tests/clients/scripted_service.h"

namespace counterpoint::client {
namespace {

using testing::ElementsAre;

class ClientInteractionsTest : public testing::Test {
 protected:
  // Takes what comes: known names are repetitions, those named "bad..." are refused,
  // with their place in the message.
  void Answer(const v1::RecordInteractionsRequest& request,
              v1::RecordInteractionsResponse* response) {
    for (int i = 0; i < request.interactions_size(); ++i) {
      const std::string& name = request.interactions(i).name();
      if (name.starts_with("bad")) {
        auto& refusal = *response->add_refusals();
        refusal.set_index(i);
        google::rpc::BadRequest bad;
        bad.add_field_violations()->set_field(absl::StrCat("interactions[", i, "].member"));
        refusal.mutable_error()->set_code(grpc::StatusCode::INVALID_ARGUMENT);
        refusal.mutable_error()->add_details()->PackFrom(bad);
      } else if (stored_.insert(name).second) {
        response->set_recorded_count(response->recorded_count() + 1);
      } else {
        response->set_repeated_count(response->repeated_count() + 1);
      }
    }
  }
  // Serves streams; the first `broken` break after two messages, the answer to the
  // last unsent.
  void Serve(int broken = 0) {
    server_.interactions().stream = [this, broken](int call, ScriptedInteractions::Stream* stream) {
      v1::RecordInteractionsRequest request;
      for (int count = 1; stream->Read(&request); ++count) {
        std::string names;
        for (const auto& interaction : request.interactions()) {
          absl::StrAppend(&names, names.empty() ? "" : " ", interaction.name());
        }
        batches_.push_back(names);
        EXPECT_EQ(request.parent(), "alliances/a");
        v1::RecordInteractionsResponse response;
        Answer(request, &response);
        if (call <= broken && count == 2) return Unavailable();
        stream->Write(response);
      }
      return grpc::Status::OK;
    };
  }
  std::unique_ptr<InteractionImport> Import(int batch_size) {
    return server_.client().interactions().Import(
        {.parent = "alliances/a", .batch_size = batch_size},
        [this](int64_t position, const v1::Interaction& interaction, const absl::Status& reason) {
          rejected_.push_back(absl::StrCat(position, " ", interaction.name(), " ",
                                           FieldViolations(reason)[0].field));
        });
  }
  static v1::Interaction Named(const std::string& name) {
    v1::Interaction interaction;
    interaction.set_name(name);
    return interaction;
  }

  ScriptedServer server_;
  std::set<std::string> stored_;
  std::vector<std::string> batches_;
  std::vector<std::string> rejected_;
};

TEST_F(ClientInteractionsTest, RecordingIsRepeatedWhileTheServerIsUnavailable) {
  server_.interactions().record = [](int call, const auto&, auto* response) {
    response->set_recorded_count(1);
    return call < 3 ? Unavailable() : grpc::Status::OK;
  };
  const auto recorded = server_.client().interactions().BatchRecord({});
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(server_.interactions().calls(), 3);
}

TEST_F(ClientInteractionsTest, ImportSendsFullBatchesAndTheRest) {
  Serve();
  const auto import = Import(2);
  for (const char* name : {"a", "b", "c"}) ASSERT_TRUE(import->Add(Named(name)).ok());
  const auto summary = import->Finish();
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_THAT(batches_, ElementsAre("a b", "c"));
  EXPECT_EQ(summary->recorded, 3);
  EXPECT_EQ(summary->rejected, 0);
  EXPECT_EQ(server_.interactions().calls(), 1) << "over one stream";
}

TEST_F(ClientInteractionsTest, ThoseThatAreRefusedAreHandedBackWithTheirPlaceInTheImport) {
  Serve();
  const auto import = Import(2);
  for (const char* name : {"a", "bad1", "b", "bad2", "c"}) {
    ASSERT_TRUE(import->Add(Named(name)).ok());
  }
  const auto summary = import->Finish();
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_THAT(rejected_, ElementsAre("1 bad1 member", "3 bad2 member"));
  EXPECT_EQ(summary->recorded, 3);
  EXPECT_EQ(summary->rejected, 2);
}

TEST_F(ClientInteractionsTest, NameThatComesAgainWaitsForTheNextBatch) {
  Serve();
  const auto import = Import(10);
  for (const char* name : {"a", "b", "a"}) ASSERT_TRUE(import->Add(Named(name)).ok());
  const auto summary = import->Finish();
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_THAT(batches_, ElementsAre("a b", "a"));
  EXPECT_EQ(summary->unchanged, 1);
}

TEST_F(ClientInteractionsTest, BrokenStreamIsMadeAgainAndEachIsToldOnce) {
  Serve(/*broken=*/2);
  const auto import = Import(1);
  for (const char* name : {"a", "bad", "b", "c", "d"}) {
    ASSERT_TRUE(import->Add(Named(name)).ok());
  }
  const auto summary = import->Finish();
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->recorded + summary->unchanged, 4);
  EXPECT_THAT(rejected_, ElementsAre("1 bad member"));
  EXPECT_THAT(stored_, ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(server_.interactions().calls(), 3);
}

TEST_F(ClientInteractionsTest, ErrorOfNoSingleInteractionEndsTheImport) {
  server_.interactions().stream = [](int, auto*) {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such alliance");
  };
  const auto import = Import(1);
  absl::Status status = import->Add(Named("a"));
  if (status.ok()) status = import->Finish().status();
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
  EXPECT_EQ(server_.interactions().calls(), 1);
}

TEST_F(ClientInteractionsTest, AnswerThatDoesNotAddUpIsAnError) {
  server_.interactions().stream = [](int, ScriptedInteractions::Stream* stream) {
    v1::RecordInteractionsRequest request;
    v1::RecordInteractionsResponse response;
    response.set_recorded_count(7);
    if (stream->Read(&request)) stream->Write(response);
    return grpc::Status::OK;
  };
  const auto import = Import(1);
  absl::Status status = import->Add(Named("a"));
  if (status.ok()) status = import->Finish().status();
  EXPECT_TRUE(absl::IsInternal(status)) << status;
}

}  // namespace
}  // namespace counterpoint::client
