#include "service/sessions/kendall_tau.h"

#include <cmath>
#include <random>

#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using Pairs = std::vector<std::pair<double, double>>;

// Each two compared with each other.
std::optional<double> PlainTauB(const Pairs& pairs) {
  double agreement = 0;
  double differ_x = 0;
  double differ_y = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double x = pairs[i].first - pairs[j].first;
      const double y = pairs[i].second - pairs[j].second;
      agreement += x * y > 0 ? 1 : x * y < 0 ? -1 : 0;
      differ_x += x != 0;
      differ_y += y != 0;
    }
  }
  if (differ_x == 0 || differ_y == 0) return std::nullopt;
  return agreement / std::sqrt(differ_x * differ_y);
}

TEST(KendallTauTest, SameOrderIsOneAndOppositeOrderMinusOne) {
  EXPECT_EQ(KendallTauB({{1, 10}, {2, 20}, {3, 30}}), 1.0);
  EXPECT_EQ(KendallTauB({{1, 30}, {2, 20}, {3, 10}}), -1.0);
}

TEST(KendallTauTest, NothingWithoutAnyDifference) {
  EXPECT_EQ(KendallTauB({}), std::nullopt);
  EXPECT_EQ(KendallTauB({{1, 1}}), std::nullopt);
  EXPECT_EQ(KendallTauB({{1, 1}, {1, 2}}), std::nullopt);
  EXPECT_EQ(KendallTauB({{1, 1}, {2, 1}}), std::nullopt);
}

TEST(KendallTauTest, TiesTakeAwayFromBothSidesOfTheQuotient) {
  // 4 concordant, 1 discordant, one tie in x.
  EXPECT_DOUBLE_EQ(*KendallTauB({{1, 1}, {1, 2}, {2, 4}, {3, 3}}), 3 / std::sqrt(5.0 * 6.0));
}

TEST(KendallTauTest, AgreesWithComparingAllPairs) {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    Pairs pairs(random() % 60);
    const unsigned values = 1 + random() % 12;  // Few values make many ties.
    for (auto& [x, y] : pairs) {
      x = random() % values;
      y = random() % 5;
    }
    const auto plain = PlainTauB(pairs);
    const auto quick = KendallTauB(pairs);
    ASSERT_EQ(plain.has_value(), quick.has_value()) << round;
    if (plain.has_value()) {
      ASSERT_DOUBLE_EQ(*quick, *plain) << round;
    }
  }
}

}  // namespace
}  // namespace counterpoint::service
