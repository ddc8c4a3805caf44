#include "matching/learning/proportion.h"

#include <gtest/gtest.h>

#include <cmath>

namespace counterpoint::matching {
namespace {

TEST(ProportionIntervalTest, GivesPublishedBounds) {
  // Newcombe, "Two-sided confidence intervals for the single proportion",
  // Statistics in Medicine 17, 1998, table I, method 3.
  const Interval many = ProportionInterval(81, 263);
  EXPECT_NEAR(many.low, 0.2553, 5e-5);
  EXPECT_NEAR(many.high, 0.3662, 5e-5);
  const Interval few = ProportionInterval(15, 148);
  EXPECT_NEAR(few.low, 0.0624, 5e-5);
  EXPECT_NEAR(few.high, 0.1605, 5e-5);
  const Interval one = ProportionInterval(1, 29);
  EXPECT_NEAR(one.low, 0.0061, 5e-5);
  EXPECT_NEAR(one.high, 0.1718, 5e-5);
}

TEST(ProportionIntervalTest, NoneOfSomeMayStillBeMoreThanNone) {
  EXPECT_EQ(ProportionInterval(0, 20).low, 0);
  EXPECT_NEAR(ProportionInterval(0, 20).high, 0.1611, 5e-5);
  EXPECT_EQ(ProportionInterval(20, 20).high, 1);
  EXPECT_NEAR(ProportionInterval(20, 20).low, 1 - 0.1611, 5e-5);
}

TEST(ProportionIntervalTest, WithoutTrialsAnythingMayBe) {
  EXPECT_EQ(ProportionInterval(0, 0).low, 0);
  EXPECT_EQ(ProportionInterval(0, 0).high, 1);
}

// The bounds are the rates that a two-sided score test at 5 % just admits.
TEST(ProportionIntervalTest, BoundsSolveTheScoreEquation) {
  for (int trials = 1; trials <= 60; ++trials) {
    for (int successes = 0; successes <= trials; ++successes) {
      const Interval interval = ProportionInterval(successes, trials);
      const double rate = static_cast<double>(successes) / trials;
      EXPECT_LE(interval.low, rate);
      EXPECT_GE(interval.high, rate);
      for (const double bound : {interval.low, interval.high}) {
        if (bound == rate) continue;
        EXPECT_NEAR(std::abs(bound - rate), kNormal95 * std::sqrt(bound * (1 - bound) / trials),
                    1e-9);
      }
    }
  }
}

}  // namespace
}  // namespace counterpoint::matching
