#include "matching/ranking/staff_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matching/ranking/random_rules.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StaffRulesTest : public ::testing::Test {
 protected:
  const std::shared_ptr<const MemberFeatures> studio_ =
      Features(Profile("studio", MemberKind::kSceneUnit, {"game music"}, {}));
  const std::shared_ptr<const MemberFeatures> composer_ =
      Features(Profile("composer", MemberKind::kCreator, {}, {"game music"}));
  const std::shared_ptr<const MemberFeatures> lab_ =
      Features(Profile("lab", MemberKind::kResearchInstitution, {}, {"motion capture"}));
};

TEST_F(StaffRulesTest, ARuleCountsForTheListsOfItsMembersAlone) {
  const StaffRules rules({Veto("a", Among({"composer"}), Among({"studio"}))});
  EXPECT_TRUE(rules.For(*studio_).IsVetoed(*composer_));
  EXPECT_FALSE(rules.For(*studio_).IsVetoed(*lab_));
  EXPECT_TRUE(rules.For(*lab_).empty());
  EXPECT_FALSE(rules.For(*lab_).IsVetoed(*composer_));
}

TEST_F(StaffRulesTest, FactorsMultiplyAndScoresStayAtMostOne) {
  const StaffRules rules({Times("a", 3, OfKinds(SetOf(MemberKind::kCreator))),
                          Times("b", 0.5, Among({"composer", "lab"})), Times("c", 2, {})});
  const AskerRules own = rules.For(*studio_);
  EXPECT_DOUBLE_EQ(own.Factor(*composer_), 3);
  EXPECT_DOUBLE_EQ(own.Factor(*lab_), 1);
  EXPECT_DOUBLE_EQ(own.largest_factor(), 6);
  EXPECT_DOUBLE_EQ(own.Adjust(*composer_, 0.2), 0.6);
  EXPECT_DOUBLE_EQ(own.Adjust(*composer_, 0.9), 1);
  EXPECT_EQ(AskerRules().Adjust(*composer_, 0.9), 0.9);
  EXPECT_EQ(AskerRules().largest_factor(), 1);
}

TEST_F(StaffRulesTest, ARuleOfBothDirectionsCountsOnceForAPair) {
  // Everybody in the lists of creators, and creators in those of everybody.
  const Condition creators = OfKinds(SetOf(MemberKind::kCreator));
  const StaffRules rules({Times("a", 1.5, creators), Times("a", 1.5, {}, creators)});
  const AskerRules own = rules.For(*composer_);
  EXPECT_DOUBLE_EQ(own.Factor(*composer_), 1.5);
  EXPECT_DOUBLE_EQ(own.Factor(*lab_), 1.5);
  EXPECT_DOUBLE_EQ(own.largest_factor(), 1.5);
  EXPECT_DOUBLE_EQ(rules.For(*lab_).Factor(*composer_), 1.5);
  EXPECT_DOUBLE_EQ(rules.For(*lab_).Factor(*studio_), 1);
}

TEST_F(StaffRulesTest, DemotionsAloneLeaveTheLargestFactorAtOne) {
  EXPECT_EQ(StaffRules({Times("a", 0.5, {})}).For(*studio_).largest_factor(), 1);
}

TEST_F(StaffRulesTest, PinsStandInOrderOfRuleAndPlaceEachOnce) {
  const StaffRules rules({Pin("b", {"lab", "composer"}), Pin("a", {"museum", "lab"}),
                          Pin("c", {"nobody"}, Among({"lab"}))});
  EXPECT_THAT(rules.For(*studio_).pinned(), ElementsAre("museum", "lab", "composer"));
  EXPECT_THAT(rules.For(*lab_).pinned(), ElementsAre("museum", "composer", "nobody"));
  EXPECT_THAT(AskerRules().pinned(), IsEmpty());
}

TEST_F(StaffRulesTest, TheForemostRuleIsAVetoThenAPinThenTheFurthestFactorThenTheId) {
  const StaffRules all({Times("a", 1.5, {}), Times("b", 0.5, {}), Times("c", 2, {}),
                        Pin("d", {"composer"}), Veto("e", Among({"composer"}))});
  EXPECT_EQ(all.For(*studio_).Foremost(*composer_)->id, "e");
  EXPECT_EQ(all.For(*studio_).Foremost(*composer_, StaffAction::kPin)->id, "d");
  EXPECT_EQ(all.For(*studio_).Foremost(*composer_, StaffAction::kBoost)->id, "c");
  // 0.5 and 2 are equally far from 1.
  EXPECT_EQ(all.For(*studio_).Foremost(*lab_)->id, "b");
  EXPECT_EQ(all.For(*studio_).Foremost(*lab_, StaffAction::kVeto), nullptr);
  EXPECT_EQ(AskerRules().Foremost(*lab_), nullptr);
}

TEST_F(StaffRulesTest, NoPartnerHasALargerFactorThanTheLargestToTheLastBit) {
  RandomProfiles random(5);
  const auto members = Features(random.MakeAll(60));
  for (int round = 0; round < 20; ++round) {
    const StaffRules rules(RandomRules(random, 30, 60));
    for (const auto& member : members) {
      const AskerRules own = rules.For(*member);
      for (const auto& partner : members) {
        ASSERT_LE(own.Factor(*partner), own.largest_factor());
        ASSERT_GT(own.Factor(*partner), 0);
      }
    }
  }
}

}  // namespace
}  // namespace counterpoint::matching
