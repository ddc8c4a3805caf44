#include "service/embedding/server_gate.h"

#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

class ServerGateTest : public ::testing::Test {
 protected:
  // Whether a call may be made so many seconds after the start.
  bool EntersAt(int seconds) { return gate_.Enter(At(seconds)); }
  static absl::Time At(int seconds) { return absl::UnixEpoch() + absl::Seconds(seconds); }

  ServerGate gate_{absl::Seconds(1), absl::Seconds(4)};
};

TEST_F(ServerGateTest, IsOpenWhileTheServerAnswers) {
  EXPECT_TRUE(EntersAt(0));
  EXPECT_TRUE(EntersAt(0));
  EXPECT_FALSE(gate_.IsAway());
}

TEST_F(ServerGateTest, OpensForOneTrialWhenThePauseIsOver) {
  gate_.Failed(At(0), {});
  EXPECT_TRUE(gate_.IsAway());
  EXPECT_FALSE(EntersAt(0));
  EXPECT_TRUE(EntersAt(1));
  EXPECT_FALSE(EntersAt(1));
}

TEST_F(ServerGateTest, PausesDoubleUpToTheLongestAndStartAnewAfterASuccess) {
  for (const int pause : {1, 2, 4, 4}) {
    gate_.Failed(At(0), {});
    EXPECT_EQ(gate_.next_attempt(), At(pause));
  }
  gate_.Succeeded();
  EXPECT_FALSE(gate_.IsAway());
  EXPECT_TRUE(EntersAt(0));
  gate_.Failed(At(0), {});
  EXPECT_EQ(gate_.next_attempt(), At(1));
}

TEST_F(ServerGateTest, WaitsAsLongAsTheServerAskedFor) {
  gate_.Failed(At(0), absl::Seconds(30));
  EXPECT_FALSE(EntersAt(29));
  EXPECT_TRUE(EntersAt(30));
}

}  // namespace
}  // namespace counterpoint::service
