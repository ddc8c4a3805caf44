#include "matching/learning/acceptance_order.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "matching/learning/acceptance.h"
#include "matching/learning/pair_terms.h"
#include "tests/matching/partnerships.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

class AcceptanceOrderTest : public ::testing::Test {
 protected:
  AcceptanceOrderTest()
      : members_(Features(RandomProfiles(41).MakeAll(260))), index_(IndexOf(members_)) {}

  std::vector<RankedMatch> Best(std::size_t limit) {
    return RecommendPartners(*index_, *members_[0], Query(limit), RunInTurn).matches;
  }
  std::vector<RankedMatch> Ordered(const Policy& policy, std::vector<RankedMatch> matches) {
    OrderByAcceptance(*index_->model(), policy, Now(), nobody_, *members_[0], matches);
    return matches;
  }
  static Policy Loving(EvidenceTerm term, double weight) {
    Policy policy;
    policy.acceptance.emplace().weights[static_cast<std::size_t>(term)] = weight;
    return policy;
  }
  static std::vector<std::string> Ids(const std::vector<RankedMatch>& matches) {
    return matching::Ids({matches, 0});
  }

  MemberIndex::Members members_;
  std::shared_ptr<const MemberIndex> index_;
  Connections nobody_{PartnerGraph::Build({})};
};

TEST_F(AcceptanceOrderTest, TheMostProbableComeFirst) {
  const Policy policy = Loving(EvidenceTerm::kWords, 30);
  const auto before = Best(100);
  const auto after = Ordered(policy, before);
  ASSERT_EQ(after.size(), before.size());
  EXPECT_NE(Ids(after), Ids(before));
  for (std::size_t i = 0; i < after.size(); ++i) {
    const PairTerms terms =
        TermsOf(*index_->model(), *members_[0], *after[i].partner, policy, Now(), nobody_);
    EXPECT_EQ(after[i].acceptance, AcceptanceProbability(*policy.acceptance, terms));
    EXPECT_LE(after[i].acceptance, after[i == 0 ? 0 : i - 1].acceptance);
  }
  EXPECT_TRUE(std::is_permutation(before.begin(), before.end(), after.begin(),
                                  [](const RankedMatch& a, const RankedMatch& b) {
                                    return a.partner == b.partner && a.score == b.score;
                                  }));
}

TEST_F(AcceptanceOrderTest, EquallyProbableOnesStayInOrderOfScoreAndId) {
  auto shuffled = Best(100);
  const auto expected = Ids(shuffled);
  std::reverse(shuffled.begin(), shuffled.end());
  // No pair here has partnerships, so all are alike.
  EXPECT_EQ(Ids(Ordered(Loving(EvidenceTerm::kCloseness, 5), shuffled)), expected);
}

TEST_F(AcceptanceOrderTest, ThoseBelowTheBestByScoreStayBehind) {
  const auto before = Best(260);
  ASSERT_GT(before.size(), kAcceptancePool);
  const auto after = Ordered(Loving(EvidenceTerm::kWords, -30), before);
  for (std::size_t i = kAcceptancePool; i < before.size(); ++i) {
    EXPECT_EQ(after[i].partner, before[i].partner);
    EXPECT_FALSE(after[i].acceptance.has_value());
  }
}

TEST_F(AcceptanceOrderTest, WithoutAModelNothingChanges) {
  const auto before = Best(50);
  const auto after = Ordered({}, before);
  EXPECT_EQ(Ids(after), Ids(before));
  for (const RankedMatch& match : after) EXPECT_FALSE(match.acceptance.has_value());
}

}  // namespace
}  // namespace counterpoint::matching
