#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/clients/scripted_service.h"

namespace counterpoint::client {
namespace {

using testing::ElementsAre;

// An error that names fields.
grpc::Status Refusal(grpc::StatusCode code, const std::vector<std::string>& fields) {
  google::rpc::BadRequest bad;
  for (const std::string& field : fields) {
    auto& violation = *bad.add_field_violations();
    violation.set_field(field);
    violation.set_description("is wrong");
  }
  google::rpc::Status details;
  details.add_details()->PackFrom(bad);
  return {code, "refused", details.SerializeAsString()};
}

class ClientInteractionsTest : public testing::Test {
 protected:
  // Takes whatever comes but those named "bad...", which it refuses as the
  // service does: the batch as a whole, with each of them named.
  void ServeRefusing(grpc::StatusCode code) {
    server_.interactions().record = [this, code](int, const auto& request, auto* response) {
      std::vector<std::string> bad;
      std::string names;
      for (int i = 0; i < request.interactions_size(); ++i) {
        const std::string& name = request.interactions(i).name();
        if (name.starts_with("bad")) bad.push_back(absl::StrCat("interactions[", i, "].member"));
        absl::StrAppend(&names, names.empty() ? "" : " ", name);
      }
      batches_.push_back(names);
      response->set_recorded_count(request.interactions_size());
      return bad.empty() ? grpc::Status::OK : Refusal(code, bad);
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
  ServeRefusing(grpc::StatusCode::INVALID_ARGUMENT);
  const auto import = Import(2);
  for (const char* name : {"a", "b", "c"}) ASSERT_TRUE(import->Add(Named(name)).ok());
  const auto summary = import->Finish();
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_THAT(batches_, ElementsAre("a b", "c"));
  EXPECT_EQ(summary->recorded, 3);
  EXPECT_EQ(summary->rejected, 0);
}

TEST_F(ClientInteractionsTest, ThoseThatAreRefusedAreTakenOutAndTheOthersSentAgain) {
  for (const auto code : {grpc::StatusCode::INVALID_ARGUMENT, grpc::StatusCode::ALREADY_EXISTS}) {
    batches_.clear();
    rejected_.clear();
    ServeRefusing(code);
    const auto import = Import(4);
    for (const char* name : {"a", "bad1", "b", "bad2", "c"}) {
      ASSERT_TRUE(import->Add(Named(name)).ok());
    }
    const auto summary = import->Finish();
    ASSERT_TRUE(summary.ok()) << summary.status();
    EXPECT_THAT(batches_, ElementsAre("a bad1 b bad2", "a b", "c"));
    EXPECT_THAT(rejected_, ElementsAre("1 bad1 member", "3 bad2 member"));
    EXPECT_EQ(summary->recorded, 3);
    EXPECT_EQ(summary->rejected, 2);
  }
}

TEST_F(ClientInteractionsTest, NameThatComesAgainWaitsForTheNextBatch) {
  ServeRefusing(grpc::StatusCode::INVALID_ARGUMENT);
  const auto import = Import(10);
  for (const char* name : {"a", "b", "a"}) ASSERT_TRUE(import->Add(Named(name)).ok());
  ASSERT_TRUE(import->Finish().ok());
  EXPECT_THAT(batches_, ElementsAre("a b", "a"));
}

TEST_F(ClientInteractionsTest, ErrorOfNoSingleInteractionEndsTheImport) {
  server_.interactions().record = [](int, const auto&, auto*) {
    return Refusal(grpc::StatusCode::INVALID_ARGUMENT, {"parent"});
  };
  const auto import = Import(1);
  EXPECT_TRUE(absl::IsInvalidArgument(import->Add(Named("a"))));
  EXPECT_EQ(server_.interactions().calls(), 1);
}

}  // namespace
}  // namespace counterpoint::client
