#include "matching/score/gain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

constexpr Reciprocity kRules[] = {Reciprocity::kHarmonicMean, Reciprocity::kGeometricMean,
                                  Reciprocity::kArithmeticMean, Reciprocity::kMinimum};

TEST(MutualScoreTest, SharesTimesGainsAreTheScore) {
  for (const Reciprocity rule : kRules) {
    for (double a = 0; a <= 1; a += 0.125) {
      for (double b = 0; b <= 1; b += 0.125) {
        const auto shares = MutualShares(rule, a, b);
        EXPECT_NEAR(shares[0] * a + shares[1] * b, MutualScore(rule, a, b), 1e-12);
      }
    }
  }
}

TEST(MutualScoreTest, RisesWithEitherGainAndStaysWithin0And1) {
  for (const Reciprocity rule : kRules) {
    for (double a = 0; a < 1; a += 0.1) {
      EXPECT_LE(MutualScore(rule, a, 0.4), MutualScore(rule, a + 0.1, 0.4) + 1e-12);
      EXPECT_NEAR(MutualScore(rule, a, 0.4), MutualScore(rule, 0.4, a), 1e-12);
    }
    EXPECT_NEAR(MutualScore(rule, 1, 1), 1, 1e-12);
    EXPECT_EQ(MutualScore(rule, 0, 0), 0);
  }
}

TEST(MutualScoreTest, AOneSidedGainIsWorthNothingUnlessAveraged) {
  EXPECT_EQ(MutualScore(Reciprocity::kHarmonicMean, 1, 0), 0);
  EXPECT_EQ(MutualScore(Reciprocity::kGeometricMean, 1, 0), 0);
  EXPECT_EQ(MutualScore(Reciprocity::kMinimum, 1, 0), 0);
  EXPECT_EQ(MutualScore(Reciprocity::kArithmeticMean, 1, 0), 0.5);
}

TEST(CustomTest, IsWorthHalfTheGainOfWhoBringsItAndNeverLessThanTheOwnGain) {
  EXPECT_EQ(WithCustom(0.25, true, 0.75), 0.375);
  EXPECT_EQ(WithCustom(0.5, true, 0.75), 0.5);
  EXPECT_EQ(WithCustom(0.25, false, 0.75), 0.25);
}

TEST(CustomTest, IsBroughtByMembersThatStateNeedsAndNoOffers) {
  const auto brings = [](const std::vector<std::string>& needs,
                         const std::vector<std::string>& offers) {
    return BringsCustom(*Features(Profile("a", MemberKind::kSceneUnit, needs, offers)));
  };
  EXPECT_TRUE(brings({"music"}, {}));
  EXPECT_FALSE(brings({"music"}, {"robots"}));
  EXPECT_FALSE(brings({}, {"robots"}));
  EXPECT_FALSE(brings({}, {}));
}

TEST(FreshnessTest, HalvesEachYearAndNeverExceedsOne) {
  EXPECT_EQ(Freshness(Now(), Now()), 1);
  EXPECT_EQ(Freshness(Now() + absl::Hours(1), Now()), 1);
  EXPECT_NEAR(Freshness(Now() - absl::Hours(24 * 365), Now()), 0.5, 1e-12);
  EXPECT_EQ(Freshness(absl::InfinitePast(), Now()), 0);
}

TEST(GainTest, AMemberWithoutAFitBringsNothing) {
  const auto a = Features(Profile("a", MemberKind::kSceneUnit, {"music"}, {}));
  const auto b = Features(Profile("b", MemberKind::kCreator, {}, {"robots"}));
  const float none = 0;
  EXPECT_EQ(JudgeGain(*a, *b, {&none, 1, 1}, Scaled({}), Now()).value, 0);
}

TEST(GainTest, TheBestNeedWeighsMost) {
  const auto a = Features(Profile("a", MemberKind::kSceneUnit, {"music", "robots"}, {}));
  const auto b = Features(Profile("b", MemberKind::kCreator, {}, {"music"}));
  const float similarities[] = {0.8F, 0.0F};
  const Gain gain = JudgeGain(*a, *b, {similarities, 1, 1}, Scaled({}), Now());
  ASSERT_EQ(gain.met.size(), 1U);
  EXPECT_NEAR(gain.met[0].share, 0.875, 1e-12);
}

TEST(SupportedFitTest, ASingleOfferIsWorthItsFit) {
  SupportedFit pooled;
  EXPECT_EQ(pooled.value(), 0);
  pooled.Add(0.4);
  EXPECT_NEAR(pooled.value(), 0.4, 1e-12);
}

TEST(SupportedFitTest, FurtherOffersSupportLessAndLess) {
  SupportedFit pooled;
  double before = 0;
  double rise = 1;
  for (std::size_t i = 0; i < SupportedFit::kMost; ++i) {
    pooled.Add(0.3);
    EXPECT_GT(pooled.value(), before);
    EXPECT_LT(pooled.value() - before, rise);
    rise = pooled.value() - before;
    before = pooled.value();
  }
  pooled.Add(0.3);
  EXPECT_EQ(pooled.value(), before);
}

// In every order of adding, and for every selection of fits.
TEST(SupportedFitTest, SharesTimesTheBestFitsAreTheValue) {
  RandomProfiles random(31);
  for (int round = 0; round < 500; ++round) {
    std::vector<double> fits;
    SupportedFit pooled;
    for (int i = random.Below(9); i > 0; --i) {
      fits.push_back(random.Below(1001) / 1000.0);
      pooled.Add(fits.back());
    }
    std::sort(fits.rbegin(), fits.rend());
    fits.resize(SupportedFit::kMost, 0);
    const auto shares = pooled.shares();
    double sum = 0;
    double missed = 1;
    for (std::size_t k = 0; k < fits.size(); ++k) {
      sum += shares[k] * fits[k];
      missed *= 1 - std::pow(0.7, static_cast<double>(k)) * fits[k];
    }
    EXPECT_NEAR(sum, pooled.value(), 1e-12);
    EXPECT_NEAR(1 - missed, pooled.value(), 1e-12);
    EXPECT_LE(pooled.value(), 1);
  }
}

TEST(SupportedFitTest, TheCeilingIsReachedByEqualFitsAndNeverPassed) {
  RandomProfiles random(32);
  for (int round = 0; round < 500; ++round) {
    const double best = random.Below(1001) / 1000.0;
    SupportedFit equal;
    SupportedFit mixed;
    const int offers = 1 + random.Below(6);
    for (int i = 0; i < offers; ++i) {
      equal.Add(best);
      mixed.Add(i == 0 ? best : best * random.Below(1001) / 1000.0);
    }
    const double ceiling = SupportedFit::Ceiling(best, static_cast<std::size_t>(offers));
    EXPECT_NEAR(ceiling, equal.value(), 1e-12);
    EXPECT_LE(mixed.value(), ceiling + 1e-12);
  }
}

TEST(GainTest, SupportingOffersStandBehindTheBestWithTheirShare) {
  const auto a = Features(Profile("a", MemberKind::kSceneUnit, {"music"}, {}));
  const auto b = Features(Profile("b", MemberKind::kCreator, {}, {"scores", "music", "songs"}));
  const float similarities[] = {0.2F, 0.8F, 0.2F};
  const Gain gain = JudgeGain(*a, *b, {similarities, 3, 1}, Scaled({}), Now());
  ASSERT_EQ(gain.met.size(), 3U);
  EXPECT_EQ(gain.met[0].offer, 1U);
  EXPECT_EQ(gain.met[1].offer, 0U);  // The first of equals.
  EXPECT_EQ(gain.met[2].offer, 2U);
  double sum = 0;
  for (const MetNeed& met : gain.met) sum += met.share * met.fit;
  EXPECT_NEAR(sum, gain.fit, 1e-12);
}

// No candidate may be passed over whose true gain reaches the bar.
TEST(GainTest, TheBoundIsNeverBelowTheGain) {
  RandomProfiles random(30);
  const Policy policy = Scaled({});
  const auto members = Features(random.MakeAll(60));
  for (const auto& a : members) {
    for (const auto& b : members) {
      std::vector<float> similarities;
      double best = 0;
      double sum = 0;
      for (std::size_t n = 0; n < a->needs.size(); ++n) {
        SupportedFit met;
        for (std::size_t o = 0; o < b->offers.size(); ++o) {
          similarities.push_back(static_cast<float>(random.Below(1000)) / 999);
          met.Add(similarities.back());
        }
        sum += met.value();
        best = std::max(best, met.value());
      }
      const Gain gain =
          JudgeGain(*a, *b, {similarities.data(), static_cast<std::ptrdiff_t>(b->offers.size()), 1},
                    policy, Now());
      const bool all_open = std::all_of(a->needs.begin(), a->needs.end(),
                                        [](const auto& need) { return need.closes > Now(); });
      const double pooled = all_open ? PooledFit(best, sum, a->needs.size()) : best;
      EXPECT_GE(GainBound(policy, pooled, gain.kind_affinity, gain.credentials), gain.value);
    }
  }
}

}  // namespace
}  // namespace counterpoint::matching
