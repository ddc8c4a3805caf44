#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

class RequestIdTest : public StoreFixture {
 protected:
  RequestIdTest() { Open(); }

  CommitRequest Identified(std::string request_id, std::string fingerprint = "print") {
    CommitRequest request = Request("a", {PutMember("1")});
    request.request_id = std::move(request_id);
    request.fingerprint = std::move(fingerprint);
    request.make_reply = [this](const CommitResult& result) {
      return absl::StrCat("reply ", ++replies_, " at ", result.revision);
    };
    return request;
  }

  int replies_ = 0;
};

TEST_F(RequestIdTest, RepetitionChangesNothingAndReturnsTheFirstResult) {
  const CommitResult first = Commit(Identified("r"));
  EXPECT_FALSE(first.repeated);
  Commit("a", {PutMember("2")});
  now_ += absl::Hours(1);
  const CommitResult second = Commit(Identified("r"));
  EXPECT_TRUE(second.repeated);
  EXPECT_EQ(second.revision, 1);
  EXPECT_EQ(second.commit_time, first.commit_time);
  EXPECT_EQ(second.reply, "reply 1 at 1");
  EXPECT_EQ(Revision("a"), 2);
}

TEST_F(RequestIdTest, RepetitionIsKnownAfterReopening) {
  Commit(Identified("r"));
  Open();
  EXPECT_TRUE(Commit(Identified("r")).repeated);
}

TEST_F(RequestIdTest, RepetitionIsKnownThoughItsPreconditionNoLongerHolds) {
  CommitRequest create = Identified("r");
  create.writes = {PutMember("1", "", Precondition::MustNotExist())};
  Commit(create);
  EXPECT_TRUE(Commit(create).repeated);
}

TEST_F(RequestIdTest, RepetitionThatFindsNothingLeftToWriteReturnsTheFirstResult) {
  Commit(Identified("r"));
  Commit("a", {PutMember("2")});
  CommitRequest empty = Identified("r");
  empty.writes.clear();
  const CommitResult result = Commit(empty);
  EXPECT_TRUE(result.repeated);
  EXPECT_EQ(result.revision, 1);
}

TEST_F(RequestIdTest, OtherFingerprintIsInvalid) {
  Commit(Identified("r"));
  EXPECT_THAT(store_->Commit(Identified("r", "other")).status(),
              FailsWith(absl::StatusCode::kInvalidArgument));
}

TEST_F(RequestIdTest, FailedRequestIsNotRemembered) {
  CommitRequest refused = Identified("r", "first");
  refused.writes = {DeleteMember("missing")};
  EXPECT_FALSE(store_->Commit(refused).ok());
  EXPECT_FALSE(Commit(Identified("r", "second")).repeated);
}

TEST_F(RequestIdTest, AlliancesDoNotShareRequestIds) {
  Commit(Identified("r"));
  CommitRequest other = Identified("r", "other");
  other.alliance = "b";
  EXPECT_FALSE(Commit(other).repeated);
}

TEST_F(RequestIdTest, RequestIsForgottenAfterItsRetention) {
  Commit(Identified("r"));
  now_ += options_.request_retention - absl::Microseconds(1);
  EXPECT_TRUE(Commit(Identified("r")).repeated);
  now_ += absl::Microseconds(1);
  const CommitResult anew = Commit(Identified("r", "other"));
  EXPECT_FALSE(anew.repeated);
  EXPECT_EQ(anew.revision, 2);
  EXPECT_TRUE(Commit(Identified("r", "other")).repeated);
}

TEST_F(RequestIdTest, SweepForgetsOldRequestsOnly) {
  Commit(Identified("old"));
  now_ += absl::Hours(1);
  Commit(Identified("young"));
  now_ += options_.request_retention - absl::Minutes(30);
  EXPECT_EQ(store_->Sweep()->forgotten_requests, 1);
  EXPECT_EQ(store_->Sweep()->forgotten_requests, 0);
  EXPECT_TRUE(Commit(Identified("young")).repeated);
}

TEST_F(RequestIdTest, SweepKeepsARequestIdThatWasUsedAgain) {
  Commit(Identified("r"));
  now_ += options_.request_retention;
  Commit(Identified("r"));
  EXPECT_EQ(store_->Sweep()->forgotten_requests, 0);
  EXPECT_TRUE(Commit(Identified("r")).repeated);
}

TEST_F(RequestIdTest, SweepForgetsMoreThanABatch) {
  options_.sync_writes = false;
  Open();
  for (int i = 0; i < 1234; ++i) Commit(Identified(absl::StrCat(i)));
  now_ += options_.request_retention;
  EXPECT_EQ(store_->Sweep()->forgotten_requests, 1234);
}

}  // namespace
}  // namespace counterpoint::storage
