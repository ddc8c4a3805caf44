#include <gtest/gtest.h>

#include <random>

#include "absl/strings/cord.h"
#include "clients/cpp/error.h"
#include "clients/cpp/retry_policy.h"

namespace counterpoint::client {
namespace {

const absl::Status kUnavailable = absl::UnavailableError("starting");

class RetryPolicyTest : public testing::Test {
 protected:
  std::optional<absl::Duration> Pause(const absl::Status& status, int failures,
                                      absl::Duration remaining = absl::InfiniteDuration()) {
    return NextPause(policy_, status, failures, remaining, random_);
  }

  RetryPolicy policy_;
  std::mt19937_64 random_{7};
};

TEST_F(RetryPolicyTest, RepeatsOnlyErrorsThatMayPass) {
  EXPECT_TRUE(Pause(kUnavailable, 1).has_value());
  EXPECT_TRUE(Pause(absl::ResourceExhaustedError(""), 1).has_value());
  for (const absl::Status& status :
       {absl::InvalidArgumentError(""), absl::AbortedError(""), absl::DeadlineExceededError(""),
        absl::InternalError(""), absl::NotFoundError(""), absl::CancelledError("")}) {
    EXPECT_FALSE(Pause(status, 1).has_value()) << status;
  }
}

TEST_F(RetryPolicyTest, GivesUpAfterTheLastAttempt) {
  EXPECT_TRUE(Pause(kUnavailable, policy_.max_attempts - 1).has_value());
  EXPECT_FALSE(Pause(kUnavailable, policy_.max_attempts).has_value());
}

TEST_F(RetryPolicyTest, CeilingDoublesUpToTheLongest) {
  EXPECT_EQ(BackoffCeiling(policy_, 1), absl::Milliseconds(100));
  EXPECT_EQ(BackoffCeiling(policy_, 3), absl::Milliseconds(400));
  EXPECT_EQ(BackoffCeiling(policy_, 1000), absl::Seconds(5));
}

TEST_F(RetryPolicyTest, PausesSpreadFromZeroToTheCeiling) {
  int lower_half = 0;
  for (int i = 0; i < 1000; ++i) {
    const absl::Duration pause = *Pause(kUnavailable, 2);
    ASSERT_GE(pause, absl::ZeroDuration());
    ASSERT_LE(pause, absl::Milliseconds(200));
    lower_half += pause < absl::Milliseconds(100);
  }
  EXPECT_GT(lower_half, 400);
  EXPECT_LT(lower_half, 600);
}

TEST_F(RetryPolicyTest, WaitsAsLongAsTheServiceAsks) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(3);
  absl::Status status = absl::ResourceExhaustedError("slow down");
  status.SetPayload("type.googleapis.com/google.rpc.RetryInfo",
                    absl::Cord(info.SerializeAsString()));
  EXPECT_EQ(*Pause(status, 1), absl::Seconds(3));
}

TEST_F(RetryPolicyTest, GivesUpWhenThePauseOutlastsTheDeadline) {
  EXPECT_FALSE(Pause(kUnavailable, 1, absl::ZeroDuration()).has_value());
}

}  // namespace
}  // namespace counterpoint::client
