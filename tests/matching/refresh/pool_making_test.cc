#include "matching/refresh/pool_making.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <thread>

#include "matching/ranking/ranking.h"
#include "tests/matching/refresh/random_alliance.h"

namespace counterpoint::matching {
namespace {

void ThreeThreads(int tasks, const std::function<void(int)>& body) {
  std::atomic<int> next = 0;
  const auto work = [&] {
    for (int i = next++; i < tasks; i = next++) body(i);
  };
  std::thread second(work);
  std::thread third(work);
  work();
  second.join();
  third.join();
}

bool GoOn(std::size_t) { return true; }

std::vector<MemberPosition> Everybody(const MemberIndex& index) {
  std::vector<MemberPosition> all(index.size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

std::vector<Pool> AllPools(const MemberIndex& index, const PoolQuery& query,
                           const ParallelFor& parallel = RunInTurn) {
  std::vector<Pool> pools;
  EXPECT_TRUE(MakePools(index, query, Everybody(index), {}, pools, parallel, GoOn));
  return pools;
}

// What the live list of the member says.
Pool PlainPool(const MemberIndex& index, const MemberIndex::Members& all, MemberPosition member,
               const PoolQuery& query) {
  RankingQuery live;
  live.policy = query.policy;
  live.as_of = query.as_of;
  live.limit = query.pool_size;
  live.rules = query.rules;
  if (!query.excluded.empty()) {
    for (const MemberPosition other : query.excluded[member]) live.exclude.insert(all[other]->id);
  }
  Pool pool;
  for (const RankedMatch& match : RecommendPartners(index, *all[member], live, RunInTurn).matches) {
    const auto at =
        std::lower_bound(all.begin(), all.end(), match.partner->id,
                         [](const auto& m, const std::string& id) { return m->id < id; });
    pool.entries.push_back({static_cast<MemberPosition>(at - all.begin()), match.score, match.gain,
                            match.partner_gain});
  }
  pool.complete = pool.entries.size() < query.pool_size;
  return pool;
}

// How many entries of the pools are not to the last bit what live lists say.
int CountWrong(const MemberIndex& index, const std::vector<Pool>& pools, const PoolQuery& query,
               std::size_t step) {
  const MemberIndex::Members all = index.All();
  int wrong = 0;
  for (std::size_t m = 0; m < all.size(); m += step) {
    const Pool plain = PlainPool(index, all, static_cast<MemberPosition>(m), query);
    if (pools[m] == plain) continue;
    if (++wrong == 1) {
      ADD_FAILURE() << all[m]->id << ": " << pools[m].entries.size() << " entries, live "
                    << plain.entries.size();
    }
  }
  return wrong;
}

class PoolPropertyTest : public ::testing::TestWithParam<Reciprocity> {};

TEST_P(PoolPropertyTest, EqualsTheLiveListOfEachMember) {
  for (unsigned seed = 0; seed < 4; ++seed) {
    RandomAlliance random(10 * static_cast<unsigned>(GetParam()) + seed);
    const auto members = Features(random.MakeMembers(230));
    auto index = seed % 2 == 0 ? IndexOf(members) : random.Scattered(members);
    if (seed >= 2) index = index->WithPartnerships(RandomGraph(seed, 240, 300), 3);
    PoolQuery query = random.Query(members.size());
    query.policy.reciprocity = GetParam();
    const StaffRules rules = random.Rules();
    if (seed != 1) query.rules = &rules;
    query.arithmetic = Arithmetic::kSingle;
    const std::vector<Pool> pools = AllPools(*index, query);
    EXPECT_EQ(CountWrong(*index, pools, query, 1), 0) << "seed " << seed;
    // The same again where there is no other arithmetic.
    query.arithmetic = QuickestArithmetic();
    EXPECT_TRUE(AllPools(*index, query) == pools) << "seed " << seed;
  }
}

TEST_P(PoolPropertyTest, UpdatedPoolsEqualPoolsMadeAnew) {
  for (unsigned seed = 0; seed < 4; ++seed) {
    RandomAlliance random(50 + 10 * static_cast<unsigned>(GetParam()) + seed);
    auto profiles = random.MakeMembers(200);
    const auto members = Features(profiles);
    const auto index = IndexOf(members)->WithPartnerships(RandomGraph(seed, 210, 150), 1);
    PoolQuery query = random.Query(members.size());
    query.excluded.clear();
    query.policy.reciprocity = GetParam();
    const StaffRules rules = random.Rules();
    query.rules = &rules;
    const std::vector<Pool> before = AllPools(*index, query);

    // Some members change, some go, some come.
    MemberIndex::Members put;
    std::vector<std::string> gone;
    for (unsigned i = 0; i < 8; ++i) {
      put.push_back(Features(random.MakeMember(static_cast<unsigned>(random.Below(215)))));
      gone.push_back("m-" + std::to_string(1000 + random.Below(200)));
    }
    std::sort(put.begin(), put.end(), [](auto& a, auto& b) { return a->id < b->id; });
    put.erase(std::unique(put.begin(), put.end(), [](auto& a, auto& b) { return a->id == b->id; }),
              put.end());
    const auto later = index->With(put, gone, 2);

    const auto old_members = index->All();
    const auto new_members = later->All();
    const auto position = [&](const std::string& id) -> std::optional<MemberPosition> {
      const auto at =
          std::lower_bound(new_members.begin(), new_members.end(), id,
                           [](const auto& m, const std::string& wanted) { return m->id < wanted; });
      if (at == new_members.end() || (*at)->id != id) return std::nullopt;
      return static_cast<MemberPosition>(at - new_members.begin());
    };
    std::vector<MemberPosition> changed;
    for (const auto& member : put) changed.push_back(*position(member->id));
    std::vector<Pool> pools(new_members.size());
    for (std::size_t m = 0; m < old_members.size(); ++m) {
      const auto at = position(old_members[m]->id);
      if (!at) continue;
      pools[*at].complete = before[m].complete;
      for (PoolEntry entry : before[m].entries) {
        const auto partner = position(old_members[entry.partner]->id);
        if (!partner || std::binary_search(changed.begin(), changed.end(), *partner)) continue;
        entry.partner = *partner;
        pools[*at].entries.push_back(entry);
      }
    }
    const std::size_t needed = (query.pool_size + 1) / 2;
    ASSERT_TRUE(UpdatePools(*later, query, needed, changed, pools, RunInTurn, GoOn));

    const std::vector<Pool> anew = AllPools(*later, query);
    int wrong = 0;
    for (std::size_t m = 0; m < anew.size(); ++m) {
      const auto first = [&](const Pool& pool) {
        return std::vector<PoolEntry>(pool.entries.begin(),
                                      pool.entries.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                 needed, pool.entries.size())));
      };
      wrong += first(pools[m]) != first(anew[m]);
      // Beyond those that are needed nothing stands that should not.
      wrong +=
          pools[m].entries.size() > anew[m].entries.size() ||
          !std::equal(pools[m].entries.begin(), pools[m].entries.end(), anew[m].entries.begin());
    }
    EXPECT_EQ(wrong, 0) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(EveryReciprocity, PoolPropertyTest,
                         ::testing::Values(Reciprocity::kHarmonicMean, Reciprocity::kGeometricMean,
                                           Reciprocity::kArithmeticMean, Reciprocity::kMinimum));

class PoolMakingTest : public ::testing::Test {
 protected:
  PoolMakingTest() : random_(7), index_(IndexOf(Features(random_.MakeMembers(300)))) {
    query_.as_of = Now();
    query_.pool_size = 8;
  }

  RandomAlliance random_;
  std::shared_ptr<const MemberIndex> index_;
  PoolQuery query_;
};

TEST_F(PoolMakingTest, ThreadsChangeNothing) {
  EXPECT_TRUE(AllPools(*index_, query_) == AllPools(*index_, query_, ThreeThreads));
}

TEST_F(PoolMakingTest, EqualMembersStandInOrderOfPosition) {
  std::vector<MemberProfile> profiles;
  for (unsigned i = 0; i < 200; ++i) {
    profiles.push_back(Profile("m-" + std::to_string(1000 + i), MemberKind::kCreator,
                               {"game music"}, {"game music"}));
  }
  const auto index = IndexOf(Features(profiles));
  const std::vector<Pool> pools = AllPools(*index, query_, ThreeThreads);
  for (MemberPosition m = 0; m < pools.size(); ++m) {
    ASSERT_EQ(pools[m].entries.size(), query_.pool_size);
    EXPECT_FALSE(pools[m].complete);
    for (MemberPosition k = 0; k < query_.pool_size; ++k) {
      EXPECT_EQ(pools[m].entries[k].partner, k < m ? k : k + 1);
    }
  }
}

TEST_F(PoolMakingTest, SomeTargetsHaveTheirPoolsAndNobodyElse) {
  const std::vector<Pool> all = AllPools(*index_, query_);
  std::vector<Pool> pools;
  const std::vector<MemberPosition> targets = {0, 17, 18, 120, 299};
  ASSERT_TRUE(MakePools(*index_, query_, targets, {}, pools, RunInTurn, GoOn));
  for (MemberPosition m = 0; m < pools.size(); ++m) {
    if (std::binary_search(targets.begin(), targets.end(), m)) {
      EXPECT_TRUE(pools[m] == all[m]) << m;
    } else {
      EXPECT_TRUE(pools[m].entries.empty()) << m;
    }
  }
}

TEST_F(PoolMakingTest, WhatWasToldBeforeAStopIsRightAndTheRestCanFollow) {
  const std::vector<Pool> all = AllPools(*index_, query_);
  std::vector<Pool> pools;
  std::size_t told = 0;
  EXPECT_FALSE(
      MakePools(*index_, query_, Everybody(*index_), {}, pools, RunInTurn, [&](std::size_t made) {
        told = made;
        return made < 150;
      }));
  ASSERT_GE(told, 150U);
  ASSERT_LT(told, 300U);
  for (std::size_t m = 0; m < told; ++m) EXPECT_TRUE(pools[m] == all[m]) << m;
  std::vector<MemberPosition> rest(300 - told);
  std::iota(rest.begin(), rest.end(), static_cast<MemberPosition>(told));
  ASSERT_TRUE(MakePools(*index_, query_, rest, {}, pools, RunInTurn, GoOn));
  EXPECT_TRUE(pools == all);
}

TEST_F(PoolMakingTest, ProgressRisesToAllTargets) {
  std::vector<Pool> pools;
  std::vector<std::size_t> told;
  MakePools(*index_, query_, Everybody(*index_), {}, pools, RunInTurn, [&](std::size_t made) {
    told.push_back(made);
    return true;
  });
  ASSERT_GT(told.size(), 1U);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back(), 300U);
}

TEST_F(PoolMakingTest, EffortCountsEachPairOnceBeyondTheBlocksOfTheDiagonal) {
  std::vector<Pool> pools;
  PoolEffort effort;
  MakePools(*index_, query_, Everybody(*index_), {}, pools, RunInTurn, GoOn, &effort);
  EXPECT_GE(effort.pairs, 300 * 299 / 2);
  EXPECT_LT(effort.pairs, 300 * 300);
  EXPECT_GT(effort.multiplications, effort.pairs);
  EXPECT_LE(effort.judged, 300 * 299 / 2);
}

TEST_F(PoolMakingTest, AnEmptyAllianceAndNoTargetsAreNoWork) {
  std::vector<Pool> pools;
  EXPECT_TRUE(MakePools(*index_, query_, {}, {}, pools, RunInTurn, GoOn));
  EXPECT_EQ(pools.size(), 300U);
  const auto nobody = IndexOf({});
  EXPECT_TRUE(AllPools(*nobody, query_).empty());
  const auto one = IndexOf({Features(Profile("a", MemberKind::kCreator, {"music"}, {"music"}))});
  const std::vector<Pool> alone = AllPools(*one, query_);
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_TRUE(alone[0].entries.empty());
  EXPECT_TRUE(alone[0].complete);
}

}  // namespace
}  // namespace counterpoint::matching
