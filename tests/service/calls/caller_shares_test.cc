#include "service/calls/caller_shares.h"

#include <cmath>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using Kind = CallerShares::Kind;
using Verdict = CallerShares::Verdict;

const absl::Time kNow = absl::UnixEpoch() + absl::Hours(400'000);

CallLimits Limits(double rate, double burst) {
  CallLimits limits;
  limits.units_per_second = rate;
  limits.burst_units = burst;
  limits.max_calls_of_caller = 2;
  limits.max_streams_of_caller = 1;
  return limits;
}

TEST(CallerSharesTest, TheBurstIsSpentAndFillsAgainWithTime) {
  CallerShares shares;
  const CallLimits limits = Limits(10, 20);
  EXPECT_EQ(shares.Take("a", 15, Kind::kCall, false, limits, kNow).verdict, Verdict::kAdmitted);
  const auto refused = shares.Take("a", 15, Kind::kCall, false, limits, kNow);
  EXPECT_EQ(refused.verdict, Verdict::kTooFast);
  EXPECT_EQ(refused.wait, absl::Seconds(1));
  const absl::Time later = kNow + refused.wait;
  EXPECT_EQ(shares.Take("a", 15, Kind::kCall, false, limits, later).verdict, Verdict::kAdmitted);
}

TEST(CallerSharesTest, OneCallerTakesNothingFromAnother) {
  CallerShares shares;
  const CallLimits limits = Limits(10, 20);
  shares.Take("a", 20, Kind::kCall, false, limits, kNow);
  EXPECT_EQ(shares.Take("a", 1, Kind::kCall, false, limits, kNow).verdict, Verdict::kTooFast);
  EXPECT_EQ(shares.Take("b", 20, Kind::kCall, false, limits, kNow).verdict, Verdict::kAdmitted);
}

TEST(CallerSharesTest, WhatIsUnderWayIsCountedByKindUntilItIsReleased) {
  CallerShares shares;
  const CallLimits limits = Limits(0, 500);
  const auto take = [&](Kind kind) {
    return shares.Take("a", 1, kind, true, limits, kNow).verdict;
  };
  EXPECT_EQ(take(Kind::kCall), Verdict::kAdmitted);
  EXPECT_EQ(take(Kind::kCall), Verdict::kAdmitted);
  EXPECT_EQ(take(Kind::kCall), Verdict::kTooManyUnderWay);
  EXPECT_EQ(take(Kind::kStream), Verdict::kAdmitted);
  EXPECT_EQ(take(Kind::kStream), Verdict::kTooManyUnderWay);
  shares.Release("a", Kind::kCall);
  EXPECT_EQ(take(Kind::kCall), Verdict::kAdmitted);
}

TEST(CallerSharesTest, ACostAboveTheBurstTakesAFullBucket) {
  CallerShares shares;
  const CallLimits limits = Limits(10, 20);
  EXPECT_EQ(shares.Take("a", 500, Kind::kCall, false, limits, kNow).verdict, Verdict::kAdmitted);
  EXPECT_EQ(shares.Take("a", 500, Kind::kCall, false, limits, kNow).wait, absl::Seconds(2));
}

TEST(CallerSharesTest, AClockThatGoesBackTakesNothingAway) {
  CallerShares shares;
  const CallLimits limits = Limits(10, 20);
  shares.Take("a", 10, Kind::kCall, false, limits, kNow);
  EXPECT_EQ(shares.Take("a", 10, Kind::kCall, false, limits, kNow - absl::Hours(1)).verdict,
            Verdict::kAdmitted);
}

TEST(CallerSharesTest, CallersBeyondTheBoundShareOneEntryWhereNoneIsIdle) {
  CallerShares shares(4);
  const CallLimits limits = Limits(10, 20);
  std::vector<std::string> keys;
  for (int i = 0; i < 100; ++i) {
    shares.Take(absl::StrCat("idle", i), 1, Kind::kCall, false, limits, kNow);
  }
  EXPECT_EQ(shares.size(), 4U);
  for (int i = 0; i < 4; ++i) {
    keys.push_back(shares.Take(absl::StrCat("busy", i), 1, Kind::kCall, true, limits, kNow).key);
  }
  keys.push_back(shares.Take("more", 20, Kind::kCall, true, limits, kNow).key);
  EXPECT_EQ(shares.Take("others", 1, Kind::kCall, true, limits, kNow).verdict, Verdict::kTooFast);
  EXPECT_EQ(shares.size(), 5U);
  for (const std::string& key : keys) shares.Release(key, Kind::kCall);
  // Those are idle now, and one goes.
  EXPECT_EQ(shares.Take("new", 20, Kind::kCall, true, limits, kNow).verdict, Verdict::kAdmitted);
}

// Over any interval a caller gets at most the burst and what the rate gives, and what is
// refused is what a plain count refuses.
TEST(CallerSharesTest, AgreesWithAPlainBucketOverRandomCalls) {
  std::mt19937 random(7);
  const CallLimits limits = Limits(100, 600);
  CallerShares shares;
  struct Bucket {
    double units = 600;
    absl::Time filled = kNow;
  };
  std::map<std::string, Bucket> plain;
  absl::Time now = kNow;
  for (int i = 0; i < 20'000; ++i) {
    now += absl::Milliseconds(random() % 40);
    const std::string caller = absl::StrCat("c", random() % 5);
    const double cost = std::vector<double>{1, 10, 50, 500}[random() % 4];
    Bucket& bucket = plain[caller];
    bucket.units = std::min(600.0, bucket.units + 100 * absl::ToDoubleSeconds(now - bucket.filled));
    bucket.filled = now;
    const auto taken = shares.Take(caller, cost, Kind::kCall, false, limits, now);
    const bool admitted = taken.verdict == Verdict::kAdmitted;
    // Where it is exactly enough, rounding decides.
    const bool is_even = std::abs(bucket.units - cost) < 1e-6;
    const bool fits = is_even ? admitted : bucket.units >= cost;
    if (fits) bucket.units -= cost;
    ASSERT_EQ(admitted, fits) << i;
    if (!fits) {
      ASSERT_NEAR(absl::ToDoubleSeconds(taken.wait), (cost - bucket.units) / 100, 1e-6);
    }
  }
}

TEST(CallerSharesTest, ThreadsShareABucket) {
  CallerShares shares;
  CallLimits limits = Limits(1e-6, 1000);
  limits.max_calls_of_caller = 8;
  std::atomic<int> admitted = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        const auto taken = shares.Take("a", 1, Kind::kCall, true, limits, kNow);
        if (taken.verdict != Verdict::kAdmitted) continue;
        ++admitted;
        shares.Release(taken.key, Kind::kCall);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(admitted, 1000);
}

}  // namespace
}  // namespace counterpoint::service
