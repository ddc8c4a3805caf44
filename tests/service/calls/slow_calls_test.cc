#include "service/calls/slow_calls.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/calls/request_id.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

const absl::Time kNow = absl::UnixEpoch() + absl::Hours(400'000);

SlowCall Call() { return {"p.S.Method", "OK", "desk", "music", "r-1"}; }

TEST(SlowCallsTest, ALineTellsTheCallAndTheStagesThatTookTime) {
  CallTrace trace;
  trace.Enter(Stage::kRank);
  trace.Enter(Stage::kWork);
  SlowCalls calls;
  calls.Add(Call(), trace, 10, kNow);
  EXPECT_THAT(calls.Take(),
              ElementsAre(MatchesRegex("event=slow_call method=p.S.Method code=OK caller=\"desk\" "
                                       "alliance=\"music\" request_id=r-1 total_ms=[0-9.]+ "
                                       "admit_ms=[0-9.]+ rank_ms=[0-9.]+")));
  EXPECT_THAT(calls.Take(), SizeIs(0));
}

TEST(SlowCallsTest, StagesAddUpToTheTotal) {
  CallTrace trace;
  for (int i = 0; i < 1000; ++i) trace.Enter(static_cast<Stage>(i % kStages));
  absl::Duration sum;
  for (std::size_t i = 0; i < kStages; ++i) sum += trace.spent(static_cast<Stage>(i));
  EXPECT_EQ(sum, trace.total());
}

TEST(SlowCallsTest, OfAStreamTheLongestStretchBetweenTwoWaitsCounts) {
  CallTrace trace;
  absl::Duration longest;
  for (int message = 0; message < 3; ++message) {
    trace.Enter(Stage::kWait);  // Ends the stretch before.
    const absl::Duration before = trace.total();
    absl::SleepFor(absl::Milliseconds(2));
    trace.Enter(Stage::kWork);
    EXPECT_GE(trace.total() - before, absl::Milliseconds(2));
    const absl::Duration began = trace.total();
    trace.Enter(Stage::kCommit);
    absl::SleepFor(absl::Microseconds(100 * message));
    trace.Enter(Stage::kWrite);
    longest = std::max(longest, trace.total() - began);
  }
  trace.Enter(Stage::kWait);
  EXPECT_GE(trace.longest(), longest);
  EXPECT_LT(trace.longest(), trace.total());
  SlowCalls calls;
  calls.Add(Call(), trace, 10, kNow);
  EXPECT_THAT(calls.Take().front(), MatchesRegex(".* total_ms=[0-9.]+ longest_ms=[0-9.]+ .*"));
}

TEST(SlowCallsTest, LinesOfAMinuteAreBoundedAndTheRestCounted) {
  const CallTrace trace;
  SlowCalls calls;
  for (int i = 0; i < 5; ++i) calls.Add(Call(), trace, 2, kNow + absl::Seconds(i));
  const auto lines = calls.Take();
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_EQ(lines.back(), "event=slow_calls_left_out count=3");
  calls.Add(Call(), trace, 2, kNow + absl::Minutes(1));
  EXPECT_THAT(calls.Take(), SizeIs(1));
  EXPECT_EQ(calls.count(), 6);
}

TEST(SlowCallsTest, ANameCannotForgeALine) {
  SlowCall call = Call();
  call.caller = "x\"\nevent=forged";
  SlowCalls calls;
  calls.Add(call, CallTrace(), 10, kNow);
  EXPECT_THAT(calls.Take().front(), HasSubstr("caller=\"x\\\"\\nevent=forged\""));
}

TEST(RequestIdTest, WhatIsPlainIsKeptAndAnythingElseReplaced) {
  EXPECT_EQ(RequestIdOr("Portal-7_a.b"), "Portal-7_a.b");
  for (const std::string& sent : {std::string(), std::string("a b"), std::string("a\nb"),
                                  std::string(65, 'a'), std::string("\xff")}) {
    EXPECT_THAT(RequestIdOr(sent), MatchesRegex("[0-9a-f]+")) << sent;
  }
  EXPECT_NE(RequestIdOr(""), RequestIdOr(""));
}

}  // namespace
}  // namespace counterpoint::service
