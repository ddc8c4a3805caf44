#include "matching/features/condition.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

class ConditionTest : public ::testing::Test {
 protected:
  ConditionTest() {
    member_ = Profile("m", MemberKind::kCreator, {"a place to play"}, {"songs"});
    member_.region = "CN-SH";
    member_.labels = {"gold", "east"};
    member_.sectors = {"game-music"};
    member_.offers[0].topics = {"motion-capture"};
    member_.offers[0].modes = SetOf(CooperationMode::kLicensing);
    member_.credentials = {{CredentialKind::kPatent, {"p"}}};
    member_.employees = 12;
  }
  bool Holds(const std::function<void(MemberCondition&)>& set) const {
    MemberCondition condition;
    set(condition);
    return Condition(*BuiltInAnalyzer().thesaurus(), condition).HoldsFor(*Features(member_));
  }
  MemberProfile member_;
};

TEST_F(ConditionTest, WithNothingSetHoldsForEverybody) {
  EXPECT_TRUE(Holds([](MemberCondition&) {}));
  EXPECT_TRUE(Condition().HoldsFor(*Features(member_)));
}

TEST_F(ConditionTest, EachFieldIsChecked) {
  EXPECT_TRUE(Holds([](auto& c) { c.kinds = SetOf(MemberKind::kCreator); }));
  EXPECT_FALSE(Holds([](auto& c) { c.kinds = SetOf(MemberKind::kInvestor); }));
  EXPECT_FALSE(Holds([](auto& c) { c.states = SetOf(MemberState::kPaused); }));
  EXPECT_TRUE(Holds([](auto& c) { c.modes = SetOf(CooperationMode::kLicensing); }));
  EXPECT_FALSE(Holds([](auto& c) { c.modes = SetOf(CooperationMode::kTalent); }));
  EXPECT_TRUE(Holds([](auto& c) { c.credentials = SetOf(CredentialKind::kPatent); }));
  EXPECT_FALSE(Holds([](auto& c) { c.credentials = SetOf(CredentialKind::kAward); }));
  EXPECT_TRUE(Holds([](auto& c) { c.regions = {"JP", "CN"}; }));
  EXPECT_FALSE(Holds([](auto& c) { c.regions = {"CN-SH-XUHUI"}; }));
  EXPECT_TRUE(Holds([](auto& c) { c.labels = {"silver", "gold"}; }));
  EXPECT_FALSE(Holds([](auto& c) { c.labels = {"silver"}; }));
  EXPECT_TRUE(Holds([](auto& c) { c.members = {"m"}; }));
  EXPECT_FALSE(Holds([](auto& c) { c.members = {"other"}; }));
}

TEST_F(ConditionTest, ATopicCoversItsNarrowerOnes) {
  EXPECT_TRUE(Holds([](auto& c) { c.topics = {"music-audio"}; }));
  EXPECT_TRUE(Holds([](auto& c) { c.topics = {"motion-capture"}; }));
  EXPECT_TRUE(Holds([](auto& c) { c.sectors = {"music-audio"}; }));
  EXPECT_FALSE(Holds([](auto& c) { c.sectors = {"motion-capture"}; }));
  EXPECT_FALSE(Holds([](auto& c) { c.topics = {"no-such-topic"}; }));
}

TEST_F(ConditionTest, RangesIncludeTheirEndsAndNeverTheUnknown) {
  EXPECT_TRUE(Holds([](auto& c) { c.employees = NumberRange{12, 12}; }));
  EXPECT_FALSE(Holds([](auto& c) { c.employees = NumberRange{13, 99}; }));
  EXPECT_FALSE(Holds([](auto& c) { c.founded = NumberRange{}; }));
}

TEST_F(ConditionTest, AllFieldsHaveToHold) {
  EXPECT_FALSE(Holds([](auto& c) {
    c.kinds = SetOf(MemberKind::kCreator);
    c.regions = {"JP"};
  }));
}

}  // namespace
}  // namespace counterpoint::matching
