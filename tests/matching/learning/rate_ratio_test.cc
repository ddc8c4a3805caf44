#include "matching/learning/rate_ratio.h"

#include <gtest/gtest.h>

#include <cmath>

namespace counterpoint::matching {
namespace {

TEST(RatioOfRatesTest, IsTheLogIntervalOfKatz) {
  // ln 3.6 -+ 1.96 sqrt(1/36 - 1/100 + 1/10 - 1/100).
  const auto found = RatioOfRates(36, 100, 10, 100);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->ratio, 3.6, 1e-12);
  const double spread = 1.959963984540054 * std::sqrt(1 / 36.0 - 0.01 + 0.1 - 0.01);
  EXPECT_NEAR(std::log(found->interval.low), std::log(3.6) - spread, 1e-12);
  EXPECT_NEAR(std::log(found->interval.high), std::log(3.6) + spread, 1e-12);
}

TEST(RatioOfRatesTest, ExchangingTheGroupsInvertsRatioAndBounds) {
  const auto found = RatioOfRates(7, 31, 11, 90);
  const auto turned = RatioOfRates(11, 90, 7, 31);
  EXPECT_NEAR(found->ratio * turned->ratio, 1, 1e-12);
  EXPECT_NEAR(found->interval.low * turned->interval.high, 1, 1e-12);
  EXPECT_NEAR(found->interval.high * turned->interval.low, 1, 1e-12);
}

TEST(RatioOfRatesTest, SaysNothingWithoutSuccessesOnBothSides) {
  EXPECT_FALSE(RatioOfRates(0, 10, 3, 10));
  EXPECT_FALSE(RatioOfRates(3, 10, 0, 10));
  EXPECT_FALSE(RatioOfRates(0, 0, 0, 0));
}

TEST(RatioOfRatesTest, IsExactWhereAllSucceed) {
  const auto found = RatioOfRates(5, 5, 8, 8);
  EXPECT_EQ(found->ratio, 1);
  EXPECT_EQ(found->interval.low, 1);
  EXPECT_EQ(found->interval.high, 1);
}

}  // namespace
}  // namespace counterpoint::matching
