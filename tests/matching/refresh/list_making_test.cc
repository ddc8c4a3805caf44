#include "matching/refresh/list_making.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "tests/matching/partnerships.h"
#include "tests/matching/profiles.h"
#include "tests/matching/refresh/plain_pools.h"

namespace counterpoint::matching {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kMembers = 90;
constexpr std::size_t kListSize = 6;

AcceptanceModel SomeAcceptance() {
  AcceptanceModel model;
  model.intercept = -1;
  for (std::size_t t = 0; t < model.weights.size(); ++t) {
    model.weights[t] = t % 2 == 0 ? 8 : -3;
  }
  return model;
}

Condition Those(const MemberCondition& condition) {
  return Condition(*BuiltInAnalyzer().thesaurus(), condition);
}

Condition Kinds(MemberKind kind) {
  MemberCondition condition;
  condition.kinds = SetOf(kind);
  return Those(condition);
}

Condition Members(const std::vector<std::string>& ids) {
  MemberCondition condition;
  condition.members = ids;
  return Those(condition);
}

StaffRule Pin(const std::string& id, const std::vector<std::string>& partners) {
  return {.id = id,
          .action = StaffAction::kPin,
          .members = {},
          .partners = Members(partners),
          .pinned = partners};
}

// Members at random who have partners, and rules of the staff without pins.
class ListMakingTest : public ::testing::Test {
 protected:
  ListMakingTest() {
    index_ = IndexOf(Features(RandomProfiles(7).MakeAll(kMembers)))
                 ->WithPartnerships(RandomGraph(3, kMembers, 120), 2);
    query_.as_of = Now();
    query_.list_size = kListSize;
    query_.policy.floor = 0.02;
    rules_ = {{.id = "boost",
               .action = StaffAction::kBoost,
               .members = Kinds(MemberKind::kSceneUnit),
               .partners = Kinds(MemberKind::kCreator),
               .factor = 1.5,
               .pinned = {}},
              {.id = "veto",
               .action = StaffAction::kVeto,
               .members = Kinds(MemberKind::kInvestor),
               .partners = Kinds(MemberKind::kInvestor),
               .pinned = {}}};
  }

  MadeLists Make(const ParallelFor& parallel = RunInTurn) {
    const StaffRules unpinned(rules_);
    std::vector<StaffRule> with_pins = rules_;
    with_pins.insert(with_pins.end(), pins_.begin(), pins_.end());
    staff_ = StaffRules(with_pins);
    query_.rules = &staff_;
    const std::vector<Pool> pools =
        PlainPools(*index_, query_.policy, PoolSize(query_.policy, query_.list_size), &unpinned,
                   query_.excluded);
    return MakeLists(*index_, pools, query_, parallel);
  }

  // What RecommendPartners lists now.
  void ExpectLiveLists(const MadeLists& made) {
    const MemberIndex::Members members = index_->All();
    ASSERT_THAT(made.lists, SizeIs(members.size()));
    for (std::size_t i = 0; i < members.size(); ++i) {
      RankingQuery live = Query(query_.list_size);
      live.policy = query_.policy;
      live.rules = &staff_;
      if (!query_.excluded.empty()) {
        for (const MemberPosition p : query_.excluded[i]) live.exclude.insert(members[p]->id);
      }
      const Ranking ranking = RecommendPartners(*index_, *members[i], live, RunInTurn);
      ASSERT_THAT(made.lists[i], SizeIs(ranking.matches.size())) << members[i]->id;
      for (std::size_t k = 0; k < ranking.matches.size(); ++k) {
        const RankedMatch& match = ranking.matches[k];
        const ListEntry& entry = made.lists[i][k];
        ASSERT_EQ(members[entry.partner]->id, match.partner->id) << members[i]->id << ", " << k;
        ASSERT_EQ(entry.score, match.score);
        ASSERT_EQ(entry.gain, match.gain);
        ASSERT_EQ(entry.partner_gain, match.partner_gain);
        ASSERT_EQ(entry.acceptance, match.acceptance);
        ASSERT_EQ(entry.pinned, match.pinned);
      }
    }
  }

  // The id of the k-th member that may be shown.
  std::string Recommendable(std::size_t k) const {
    MemberIndex::Members members = index_->All();
    std::erase_if(members, [](const auto& member) { return !IsRecommendable(*member); });
    return members[k]->id;
  }

  MemberPosition PositionOf(const std::string& id) const {
    const MemberIndex::Members members = index_->All();
    return static_cast<MemberPosition>(
        std::ranges::find(members, id, [](const auto& m) { return m->id; }) - members.begin());
  }

  std::shared_ptr<const MemberIndex> index_;
  ListQuery query_;
  std::vector<StaffRule> rules_;
  std::vector<StaffRule> pins_;
  StaffRules staff_;
};

TEST_F(ListMakingTest, WithoutExposureListsAreThoseOfLiveCalls) {
  pins_ = {Pin("pin", {Recommendable(40), Recommendable(7), Recommendable(63)})};
  query_.excluded.resize(kMembers);
  query_.excluded[3] = {8, 30, 41};
  for (const double diversity : {0.0, 0.4}) {
    for (const bool acceptance : {false, true}) {
      query_.policy.diversity = diversity;
      query_.policy.acceptance.reset();
      if (acceptance) query_.policy.acceptance = SomeAcceptance();
      const MadeLists made = Make();
      ExpectLiveLists(made);
      EXPECT_TRUE(std::ranges::any_of(made.lists, [](const auto& list) {
        return list.size() > 2 && list[2].pinned && !list.back().pinned;
      }));
      ASSERT_FALSE(HasFatalFailure()) << diversity << ", " << acceptance;
      EXPECT_EQ(made.before, made.after);
      EXPECT_GT(made.after.gini, 0);
      EXPECT_TRUE(made.met);
    }
  }
}

TEST_F(ListMakingTest, AnEmptyAllianceHasNoLists) {
  index_ = IndexOf({});
  for (const int cap : {0, 2}) {
    query_.policy.exposure.cap = cap;
    EXPECT_THAT(Make().lists, IsEmpty());
  }
}

TEST_F(ListMakingTest, ACapHoldsOverAllListsAndTheirOrderIsByScore) {
  rules_.clear();
  const MadeLists plain = Make();
  query_.policy.exposure = {.cap = 8, .max_loss = 0.5};
  const MadeLists capped = Make();
  EXPECT_GT(capped.before.most_lists, 8U);
  EXPECT_LE(capped.after.most_lists, 8U);
  EXPECT_TRUE(capped.met);
  EXPECT_LT(capped.after.gini, plain.after.gini);
  EXPECT_NEAR(capped.before.total_relevance, plain.after.total_relevance, 1e-9);
  EXPECT_GT(capped.loss, 0);
  std::vector<std::size_t> lists(kMembers, 0);
  for (std::size_t i = 0; i < capped.lists.size(); ++i) {
    EXPECT_TRUE(std::ranges::is_sorted(capped.lists[i], std::ranges::greater(), &ListEntry::score));
    for (const ListEntry& entry : capped.lists[i]) {
      ++lists[entry.partner];
      EXPECT_NE(entry.partner, i);
    }
  }
  EXPECT_EQ(*std::ranges::max_element(lists), capped.after.most_lists);
}

TEST_F(ListMakingTest, ExposureIsSharedOutByTheProbabilityOfAcceptance) {
  rules_.clear();
  query_.policy.acceptance = SomeAcceptance();
  const MadeLists plain = Make();
  query_.policy.exposure = {.cap = 0, .congestion = true, .max_loss = 0.05};
  const MadeLists even = Make();
  EXPECT_LT(even.after.gini, plain.after.gini);
  double total = 0;
  for (const std::vector<ListEntry>& list : even.lists) {
    EXPECT_TRUE(std::ranges::is_sorted(list, std::ranges::greater(), &ListEntry::acceptance));
    for (const ListEntry& entry : list) total += *entry.acceptance;
  }
  EXPECT_NEAR(total, even.after.total_relevance, 1e-9);
  EXPECT_GE(total, 0.95 * plain.after.total_relevance - 1e-9);
}

TEST_F(ListMakingTest, PinsStandInFrontWhateverTheCapAndNameTheirRule) {
  const std::string pinned = Recommendable(1);
  pins_ = {Pin("pin", {pinned})};
  query_.policy.exposure = {.cap = 8, .max_loss = 0.5};
  const MadeLists made = Make();
  std::size_t fronts = 0;
  for (const std::vector<ListEntry>& list : made.lists) {
    EXPECT_LE(list.size(), kListSize);
    if (list.empty() || !list.front().pinned) continue;
    ++fronts;
    EXPECT_EQ(list.front().partner, PositionOf(pinned));
    EXPECT_EQ(list.front().staff_rule, "pin");
  }
  // Everybody's but its own, and of those whom it suits not at all.
  EXPECT_GT(fronts, 8U);
  EXPECT_FALSE(made.met);
  EXPECT_EQ(made.after.most_lists, fronts);
}

TEST_F(ListMakingTest, EntriesNameTheRuleThatMovedTheirScores) {
  const MadeLists made = Make();
  const MemberIndex::Members members = index_->All();
  std::size_t boosted = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (const ListEntry& entry : made.lists[i]) {
      const bool concerned = members[i]->kind == MemberKind::kSceneUnit &&
                             members[entry.partner]->kind == MemberKind::kCreator;
      EXPECT_EQ(entry.staff_rule, concerned ? "boost" : "");
      if (concerned) ++boosted;
    }
  }
  EXPECT_GT(boosted, 0U);
}

TEST_F(ListMakingTest, WhoeverIsExcludedIsNotListedThoughAnOlderPoolHasIt) {
  const std::vector<Pool> pools =
      PlainPools(*index_, query_.policy, PoolSize(query_.policy, kListSize));
  const MadeLists plain = MakeLists(*index_, pools, query_, RunInTurn);
  query_.excluded.resize(kMembers);
  for (std::size_t i = 0; i < plain.lists.size(); ++i) {
    if (!plain.lists[i].empty()) query_.excluded[i] = {plain.lists[i].front().partner};
  }
  const MadeLists without = MakeLists(*index_, pools, query_, RunInTurn);
  for (std::size_t i = 0; i < plain.lists.size(); ++i) {
    for (const ListEntry& entry : without.lists[i]) {
      EXPECT_NE(entry.partner, plain.lists[i].front().partner);
    }
  }
}

TEST_F(ListMakingTest, ThreadsAndEarlierRunsMakeNoDifference) {
  const ParallelFor threads = [](int tasks, const std::function<void(int)>& body) {
    std::vector<std::thread> running;
    for (int i = 0; i < tasks; ++i) running.emplace_back(body, i);
    for (std::thread& thread : running) thread.join();
  };
  pins_ = {Pin("pin", {Recommendable(40), Recommendable(7)})};
  query_.policy.acceptance = SomeAcceptance();
  query_.policy.diversity = 0.3;
  query_.policy.exposure = {.cap = 10, .congestion = true, .max_loss = 0.1};
  const MadeLists one = Make(RunInTurn);
  const MadeLists other = Make(threads);
  EXPECT_EQ(one.lists, other.lists);
  EXPECT_EQ(one.after, other.after);
}

TEST(PoolSizeTest, IsWhatThePolicyNeedsAndSomeInReserve) {
  Policy policy;
  EXPECT_EQ(NeededPool(policy, 20), 20U);
  EXPECT_GT(PoolSize(policy, 20), 20U);
  policy.exposure.cap = 50;
  EXPECT_EQ(NeededPool(policy, 10), 60U);
  EXPECT_EQ(NeededPool(policy, 30), 90U);
  policy.diversity = 0.2;
  EXPECT_EQ(NeededPool(policy, 30), 200U);
}

}  // namespace
}  // namespace counterpoint::matching
