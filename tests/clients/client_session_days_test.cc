#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "clients/cpp/error.h"
#include "clients/cpp/session_days.h"
#include "tests/clients/scripted_service.h"

namespace counterpoint::client {
namespace {

using testing::ElementsAre;

class ClientSessionDaysTest : public testing::Test {
 protected:
  // Takes outcomes but those of a participant "bad...", which it refuses as the
  // service does: the batch as a whole, with each of them named.
  void ServeRefusing() {
    server_.session_days().record = [this](int, const auto& request, auto*) {
      google::rpc::BadRequest bad;
      std::string batch = request.session();
      for (int i = 0; i < request.outcomes_size(); ++i) {
        const std::string& name = request.outcomes(i).pair().participant();
        absl::StrAppend(&batch, " ", name);
        if (!name.starts_with("bad")) continue;
        auto& violation = *bad.add_field_violations();
        violation.set_field(absl::StrCat("outcomes[", i, "].pair.participant"));
        violation.set_description("does not take part");
      }
      batches_.push_back(batch);
      if (bad.field_violations().empty()) return grpc::Status::OK;
      google::rpc::Status details;
      details.add_details()->PackFrom(bad);
      return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "refused",
                          details.SerializeAsString());
    };
  }
  std::unique_ptr<OutcomeImport> Import(int batch_size) {
    return server_.client().session_days().ImportOutcomes(
        {.session = "s", .batch_size = batch_size},
        [this](int64_t position, const v1::MeetingOutcome& outcome, const absl::Status& reason) {
          rejected_.push_back(absl::StrCat(position, " ", outcome.pair().participant(), " ",
                                           FieldViolations(reason)[0].field));
        });
  }
  static v1::MeetingOutcome Of(const std::string& participant) {
    v1::MeetingOutcome outcome;
    outcome.mutable_pair()->set_participant(participant);
    return outcome;
  }

  ScriptedServer server_;
  std::vector<std::string> batches_;
  std::vector<std::string> rejected_;
};

TEST_F(ClientSessionDaysTest, OutcomesThatAreRefusedAreTakenOutAndTheOthersSentAgain) {
  ServeRefusing();
  const auto import = Import(3);
  for (const char* name : {"a", "bad1", "b", "c", "bad2"}) {
    ASSERT_TRUE(import->Add(Of(name)).ok());
  }
  const auto summary = import->Finish();
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_THAT(batches_, ElementsAre("s a bad1 b", "s a b", "s c bad2", "s c"));
  EXPECT_THAT(rejected_, ElementsAre("1 bad1 pair.participant", "4 bad2 pair.participant"));
  EXPECT_EQ(summary->recorded, 3);
  EXPECT_EQ(summary->rejected, 2);
}

TEST_F(ClientSessionDaysTest, ErrorOfNoSingleOutcomeEndsTheImport) {
  server_.session_days().record = [](int, const auto&, auto*) {
    return grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "not running");
  };
  const auto import = Import(1);
  EXPECT_TRUE(absl::IsFailedPrecondition(import->Add(Of("a"))));
  EXPECT_EQ(server_.session_days().calls(), 1);
}

TEST_F(ClientSessionDaysTest, ListGoesThroughAllPages) {
  server_.session_days().list = [](int call, const auto& request, auto* response) {
    EXPECT_EQ(request.page_token(), call == 1 ? "" : "next");
    response->add_outcomes()->set_slot(absl::StrCat("slot ", call));
    if (call == 1) response->set_next_page_token("next");
    return grpc::Status::OK;
  };
  std::vector<std::string> slots;
  auto outcomes = server_.client().session_days().ListOutcomes({});
  for (const auto& outcome : outcomes) slots.push_back(outcome.slot());
  EXPECT_TRUE(outcomes.status().ok()) << outcomes.status();
  EXPECT_THAT(slots, ElementsAre("slot 1", "slot 2"));
}

TEST_F(ClientSessionDaysTest, RecordingIsRepeatedWhileTheServerIsUnavailable) {
  server_.session_days().record = [](int call, const auto&, auto*) {
    return call < 3 ? Unavailable() : grpc::Status::OK;
  };
  EXPECT_TRUE(server_.client().session_days().RecordOutcomes({}).ok());
  EXPECT_EQ(server_.session_days().calls(), 3);
}

}  // namespace
}  // namespace counterpoint::client
