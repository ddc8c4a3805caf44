#include "matching/ranking/arrangement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matching/ranking/random_rules.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;

class ArrangementTest : public ::testing::Test {
 protected:
  ArrangementTest()
      : members_(Features(RandomProfiles(41).MakeAll(300))), index_(IndexOf(members_)) {}

  // The candidates by score alone.
  std::vector<RankedMatch> Best(std::size_t limit) {
    return RecommendPartners(*index_, *members_[0], Query(limit), RunInTurn).matches;
  }
  std::vector<std::string> Arranged(const std::vector<StaffRule>& rules, std::size_t limit) {
    const StaffRules all(rules);
    const AskerRules own = all.For(*members_[0]);
    list_ = Best(ArrangementPool(policy_, limit));
    Arrange({*index_->model(), policy_, Now(), nobody_, *members_[0], &own, limit}, list_);
    return Ids({list_, 0});
  }
  std::string At(std::size_t place) { return Best(place + 1)[place].partner->id; }

  MemberIndex::Members members_;
  std::shared_ptr<const MemberIndex> index_;
  Connections nobody_{PartnerGraph::Build({})};
  Policy policy_;
  std::vector<RankedMatch> list_;
};

TEST_F(ArrangementTest, WithoutPolicyAndRulesItIsTheOrderOfScore) {
  EXPECT_EQ(ArrangementPool(policy_, 12), 12U);
  EXPECT_EQ(Arranged({}, 12), Ids({Best(12), 0}));
}

TEST_F(ArrangementTest, DiversityAndAcceptanceNeedTwoHundredCandidates) {
  policy_.diversity = 0.1;
  EXPECT_EQ(ArrangementPool(policy_, 12), 200U);
  policy_.diversity = 0;
  policy_.acceptance.emplace();
  EXPECT_EQ(ArrangementPool(policy_, 12), 200U);
  EXPECT_EQ(ArrangementPool(policy_, 300), 300U);
}

TEST_F(ArrangementTest, PinnedPartnersComeFirstInTheOrderOfThePins) {
  const std::string third = At(2);
  const std::string fifth = At(4);
  EXPECT_THAT(Arranged({Pin("a", {fifth, third})}, 5),
              ElementsAre(fifth, third, At(0), At(1), At(3)));
  EXPECT_TRUE(list_[0].pinned);
  EXPECT_TRUE(list_[1].pinned);
  EXPECT_FALSE(list_[2].pinned);
}

TEST_F(ArrangementTest, MorePinsThanPlacesAreCutInTheirOrder) {
  EXPECT_THAT(Arranged({Pin("a", {At(3), At(1), At(0)})}, 4),
              ElementsAre(At(3), At(1), At(0), At(2)));
  policy_.diversity = 0.5;
  EXPECT_THAT(Arranged({Pin("a", {At(3), At(1), At(0)})}, 2), ElementsAre(At(3), At(1)));
}

TEST_F(ArrangementTest, AFactorMovesTheProbabilityAsItMovesTheScore) {
  policy_.acceptance.emplace().weights[static_cast<std::size_t>(EvidenceTerm::kWords)] = 30;
  const auto by_model = Arranged({}, 30);
  const auto probabilities = list_;
  const std::string last = by_model.back();
  const auto boosted = Arranged({Times("a", 10, Among({last}))}, 30);
  EXPECT_EQ(boosted.front(), last);
  // The probability itself stays what the model says.
  EXPECT_EQ(list_.front().acceptance, probabilities.back().acceptance);
  const auto demoted = Arranged({Times("a", 0.1, Among({by_model.front()}))}, 200);
  EXPECT_EQ(demoted.front(), by_model[1]);
}

TEST_F(ArrangementTest, DiversityWeighsProbabilitiesWhereThereAreSome) {
  policy_.acceptance.emplace().weights[static_cast<std::size_t>(EvidenceTerm::kWords)] = 30;
  const std::string most_probable = Arranged({}, 1).front();
  ASSERT_NE(most_probable, At(0));
  policy_.diversity = 0.3;
  const auto diverse = Arranged({}, 20);
  EXPECT_EQ(diverse.front(), most_probable);
  policy_.diversity = 0;
  EXPECT_NE(diverse, Arranged({}, 20));
}

}  // namespace
}  // namespace counterpoint::matching
