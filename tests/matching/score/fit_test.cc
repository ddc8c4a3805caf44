#include "matching/score/fit.h"

#include <gtest/gtest.h>

#include "matching/profile/region.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

// A need and an offer that state nothing but a title.
class FitTest : public ::testing::Test {
 protected:
  double Judge(FitPart part) const {
    const auto seeker = Features(seeker_);
    const auto provider = Features(provider_);
    return JudgeFit({*seeker, seeker->needs[0], *provider, provider->offers[0]},
                    Now())[static_cast<std::size_t>(part)];
  }
  ListingProfile& need() { return seeker_.needs[0]; }
  ListingProfile& offer() { return provider_.offers[0]; }

  MemberProfile seeker_ = Profile("s", MemberKind::kSceneUnit, {"music"}, {});
  MemberProfile provider_ = Profile("p", MemberKind::kCreator, {}, {"music"});
};

TEST_F(FitTest, WhatIsNotStatedIsNotJudged) {
  for (int part = 0; part < kFitParts; ++part) {
    EXPECT_EQ(Judge(static_cast<FitPart>(part)), kNotJudged);
  }
}

TEST_F(FitTest, ModesAreJudgedWhereBothAreStated) {
  need().modes = SetOf(CooperationMode::kLicensing);
  EXPECT_EQ(Judge(FitPart::kCooperationMode), kNotJudged);
  offer().modes = SetOf(CooperationMode::kTraining);
  EXPECT_EQ(Judge(FitPart::kCooperationMode), 0);
  offer().modes |= SetOf(CooperationMode::kLicensing);
  EXPECT_EQ(Judge(FitPart::kCooperationMode), 1);
}

TEST_F(FitTest, WantedKindIsTheMeanOfTheSidesThatWantOne) {
  need().wanted_kinds = SetOf(MemberKind::kInvestor);
  EXPECT_EQ(Judge(FitPart::kWantedKind), 0);
  offer().wanted_kinds = SetOf(MemberKind::kSceneUnit);
  EXPECT_EQ(Judge(FitPart::kWantedKind), 0.5);
}

TEST_F(FitTest, RegionsAreJudgedByNearness) {
  need().regions = {"CN-SH"};
  provider_.region = "CN-SH-XUHUI";
  EXPECT_EQ(Judge(FitPart::kRegion), 1);
  provider_.region = "CN-ZJ";
  EXPECT_EQ(Judge(FitPart::kRegion), 0.5);
  provider_.region = "JP";
  EXPECT_EQ(Judge(FitPart::kRegion), 0);
}

TEST_F(FitTest, TimeRunsOutTowardsTheDeadline) {
  offer().deadline = Now() + absl::Hours(24 * 45);
  EXPECT_NEAR(Judge(FitPart::kTiming), 0.5, 1e-12);
  offer().deadline = Now() + absl::Hours(24 * 400);
  EXPECT_EQ(Judge(FitPart::kTiming), 1);
}

TEST_F(FitTest, AnOfferAboveTheBudgetCountsByHowFarAbove) {
  need().budget = {"CNY", 0, 100};
  offer().budget = {"CNY", 200, 300};
  EXPECT_EQ(Judge(FitPart::kBudget), 0.5);
  offer().budget = {"CNY", 40, 60};
  EXPECT_EQ(Judge(FitPart::kBudget), 1);
  offer().budget = {"EUR", 1000, 0};
  EXPECT_EQ(Judge(FitPart::kBudget), kNotJudged);
}

TEST_F(FitTest, PreferenceIsTheShareOfShouldRulesFulfilled) {
  Rule creators;
  creators.condition.kinds = SetOf(MemberKind::kCreator);
  Rule in_japan;
  in_japan.condition.regions = {"JP"};
  need().rules = {creators, in_japan};
  EXPECT_EQ(Judge(FitPart::kPreference), 0.5);
}

TEST_F(FitTest, WeightsOfPartsThatAreNotJudgedGoToTheOthers) {
  const FitWeights weights{0.5, 0.25, 0.05, 0.05, 0.05, 0.05, 0.05};
  FitParts parts;
  parts.fill(kNotJudged);
  EXPECT_EQ(ShareFit(weights, parts).text, 1);
  parts[static_cast<std::size_t>(FitPart::kCooperationMode)] = 1;
  EXPECT_NEAR(ShareFit(weights, parts).text, 2.0 / 3, 1e-12);
  EXPECT_NEAR(ShareFit(weights, parts).factor(), 1, 1e-12);
  parts[static_cast<std::size_t>(FitPart::kCooperationMode)] = 0;
  EXPECT_NEAR(ShareFit(weights, parts).factor(), 2.0 / 3, 1e-12);
}

TEST(RegionTest, CoversOnlyWholeLevels) {
  EXPECT_TRUE(RegionCovers("CN", "CN"));
  EXPECT_TRUE(RegionCovers("CN", "CN-SH"));
  EXPECT_FALSE(RegionCovers("CN-SH", "CN"));
  EXPECT_FALSE(RegionCovers("CN-S", "CN-SH"));
  EXPECT_EQ(RegionNearness("CN-SH", "CN"), 1);
  EXPECT_EQ(RegionNearness("CN-SH", "CN-ZJ"), 0.5);
  EXPECT_EQ(RegionNearness("CN-SH", "JP"), 0);
  EXPECT_EQ(RegionNearness("", "JP"), 0.5);
}

}  // namespace
}  // namespace counterpoint::matching
