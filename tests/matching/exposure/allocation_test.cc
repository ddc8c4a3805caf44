#include "matching/exposure/allocation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "matching/exposure/spread.h"
#include "tests/matching/exposure/best_allocation.h"
#include "tests/matching/exposure/candidate_rows.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr RowShape kShapes[] = {
    {.members = 12, .most_candidates = 8},
    {.members = 12, .most_candidates = 8, .coarse = true},
    {.members = 12, .most_candidates = 8, .skewed = true},
    {.members = 40, .most_candidates = 15, .skewed = true},
};

// Member 0 suits everybody best, and everybody else suits everybody alike.
CandidateRows Star(std::uint32_t members) {
  std::vector<CandidateRow> rows(members);
  for (std::uint32_t i = 0; i < members; ++i) {
    if (i != 0) rows[i].emplace_back(0, 0.9);
    for (std::uint32_t j = 1; j < members; ++j) {
      if (j != i) rows[i].emplace_back(j, 0.5);
    }
  }
  return RowsOf(rows);
}

std::vector<std::uint32_t> Partners(const CandidateRows& rows,
                                    const std::vector<std::size_t>& list) {
  std::vector<std::uint32_t> partners;
  for (const std::size_t c : list) partners.push_back(rows.partner[c]);
  return partners;
}

// What holds of every answer.
void CheckLists(const CandidateRows& rows, std::size_t list_size, const ExposurePolicy& policy,
                const Allocation& allocation) {
  ASSERT_EQ(allocation.listed.size(), rows.first.size() - 1);
  std::size_t best_places = 0;
  for (std::size_t i = 0; i < allocation.listed.size(); ++i) {
    const std::vector<std::size_t>& list = allocation.listed[i];
    best_places += std::min(list_size, rows.first[i + 1] - rows.first[i]);
    EXPECT_LE(list.size(), list_size);
    EXPECT_TRUE(std::is_sorted(list.begin(), list.end()));
    EXPECT_EQ(std::adjacent_find(list.begin(), list.end()), list.end());
    for (const std::size_t c : list) {
      EXPECT_GE(c, rows.first[i]);
      EXPECT_LT(c, rows.first[i + 1]);
    }
  }
  EXPECT_EQ(SpreadOf(rows, allocation.listed), allocation.after);
  EXPECT_EQ(PlacesOf(allocation.listed) + allocation.left_empty, best_places);
  EXPECT_LE(allocation.loss, policy.max_loss);
  EXPECT_NEAR(allocation.after.total_relevance,
              (1 - allocation.loss) * allocation.before.total_relevance, 1e-6);
  const auto cap = static_cast<std::size_t>(policy.cap);
  EXPECT_EQ(allocation.met, cap == 0 || allocation.after.most_lists <= cap);
  if (cap == 0 || !allocation.met) {
    EXPECT_EQ(allocation.left_empty, 0U);
  }
}

TEST(AllocationTest, WithoutAPolicyTheBestCandidatesAreListed) {
  const CandidateRows rows = RowsOf({{{1, 0.9}, {2, 0.8}, {3, 0.7}}, {}, {{1, 0.3}}, {{1, 0.2}}});
  const Allocation allocation = AllocateExposure(rows, 2, {});
  EXPECT_THAT(allocation.listed,
              ElementsAre(ElementsAre(0, 1), IsEmpty(), ElementsAre(3), ElementsAre(4)));
  EXPECT_EQ(allocation.before, allocation.after);
  EXPECT_EQ(allocation.loss, 0);
  EXPECT_TRUE(allocation.met);
}

TEST(AllocationTest, ACapThatNobodyReachesChangesNothing) {
  const CandidateRows rows = RandomRows(1, {.members = 30, .most_candidates = 12});
  const Allocation plain = AllocateExposure(rows, 4, {});
  const Allocation capped = AllocateExposure(rows, 4, {.cap = 30});
  EXPECT_EQ(plain.listed, capped.listed);
  EXPECT_EQ(capped.strength, 0);
}

TEST(AllocationTest, FewOrNoMembersAreAllocatedToo) {
  for (const ExposurePolicy& policy :
       {ExposurePolicy{.cap = 1}, ExposurePolicy{.congestion = true},
        ExposurePolicy{.cap = 1, .congestion = true, .max_loss = 0}}) {
    EXPECT_THAT(AllocateExposure({}, 5, policy).listed, IsEmpty());
    EXPECT_THAT(AllocateExposure(RowsOf({}), 5, policy).listed, IsEmpty());
    EXPECT_THAT(AllocateExposure(RowsOf({{}}), 5, policy).listed, ElementsAre(IsEmpty()));
    EXPECT_THAT(AllocateExposure(RowsOf({{{1, 0.5}}, {{0, 0.5}}}), 5, policy).listed,
                ElementsAre(ElementsAre(0), ElementsAre(1)));
    EXPECT_THAT(AllocateExposure(RowsOf({{{1, 0}}, {{0, 0}}}), 0, policy).listed,
                ElementsAre(IsEmpty(), IsEmpty()));
  }
}

TEST(AllocationTest, AStarStandsInAsManyListsAsTheCapSays) {
  const CandidateRows rows = Star(20);
  const Allocation allocation = AllocateExposure(rows, 3, {.cap = 5, .max_loss = 0.5});
  CheckLists(rows, 3, {.cap = 5, .max_loss = 0.5}, allocation);
  EXPECT_EQ(allocation.before.most_lists, 19U);
  EXPECT_TRUE(allocation.met);
  EXPECT_EQ(allocation.after.most_lists, 5U);
  EXPECT_EQ(allocation.left_empty, 0U);
  // 14 readers of the star list somebody else instead.
  EXPECT_NEAR(allocation.before.total_relevance - allocation.after.total_relevance, 14 * 0.4, 1e-9);
}

TEST(AllocationTest, WithCongestionAStarLosesAsManyListsAsTheLossAllows) {
  const CandidateRows rows = Star(20);
  const ExposurePolicy policy{.congestion = true, .max_loss = 0.05};
  const Allocation allocation = AllocateExposure(rows, 3, policy);
  CheckLists(rows, 3, policy, allocation);
  // 5 % of 19 x 1.9 + 1.5 are 4 times the 0.4 that a reader of the star gives up.
  std::size_t star = 0;
  for (const std::vector<std::size_t>& list : allocation.listed) {
    star += static_cast<std::size_t>(std::ranges::count(Partners(rows, list), 0U));
  }
  EXPECT_EQ(star, 15U);
  EXPECT_LT(allocation.after.gini, allocation.before.gini);
}

TEST(AllocationTest, WhereEverybodyIsAlikeEveningOutCostsNothing) {
  std::vector<CandidateRow> alike(12);
  for (std::uint32_t i = 0; i < alike.size(); ++i) {
    for (std::uint32_t j = 0; j < alike.size(); ++j) {
      if (j != i) alike[i].emplace_back(j, 0.5);
    }
  }
  const CandidateRows rows = RowsOf(alike);
  const Allocation allocation = AllocateExposure(rows, 3, {.congestion = true, .max_loss = 0});
  EXPECT_EQ(allocation.loss, 0);
  EXPECT_GT(allocation.before.gini, 0.5);
  EXPECT_NEAR(allocation.after.gini, 0, 1e-12);
}

TEST(AllocationTest, ListsGrowShorterOnlyWhereNoOthersWithinTheCapAreLonger) {
  // All three have members 3 and 4 alone; within a cap of 2 there are four places.
  const CandidateRows rows =
      RowsOf({{{3, 0.9}, {4, 0.8}}, {{3, 0.9}, {4, 0.8}}, {{3, 0.9}, {4, 0.8}}, {}, {}});
  const Allocation allocation = AllocateExposure(rows, 2, {.cap = 2, .max_loss = 1});
  EXPECT_EQ(allocation.left_empty, 2U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_GE(allocation.listed[i].size(), 1U);
}

TEST(AllocationTest, WhereCapAndLossCollideTheLossIsHeld) {
  const CandidateRows rows = Star(20);
  const ExposurePolicy policy{.cap = 5, .max_loss = 0.05};
  const Allocation allocation = AllocateExposure(rows, 3, policy);
  CheckLists(rows, 3, policy, allocation);
  EXPECT_FALSE(allocation.met);
  EXPECT_LT(allocation.after.most_lists, allocation.before.most_lists);
}

TEST(AllocationTest, PinnedCandidatesAreListedWhateverTheCapAndCountForIt) {
  CandidateRows rows = Star(20);
  rows.pinned.assign(20, 0);
  for (const std::size_t i : {1, 2, 3}) rows.pinned[i] = 1;  // The star.
  const ExposurePolicy policy{.cap = 4, .max_loss = 0.5};
  const Allocation allocation = AllocateExposure(rows, 3, policy);
  CheckLists(rows, 3, policy, allocation);
  EXPECT_EQ(allocation.after.most_lists, 4U);
  for (const std::size_t i : {1, 2, 3}) {
    EXPECT_EQ(Partners(rows, allocation.listed[i]).front(), 0U);
  }
  // More pins than the cap allows are shown, and told.
  const Allocation over = AllocateExposure(rows, 3, {.cap = 2, .max_loss = 0.5});
  EXPECT_EQ(over.after.most_lists, 3U);
  EXPECT_FALSE(over.met);
}

TEST(AllocationTest, RandomListsKeepCapAndLossAndAreTheSameEachTime) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    for (const RowShape& shape : kShapes) {
      const CandidateRows rows = RandomRows(seed, shape);
      for (const ExposurePolicy& policy :
           {ExposurePolicy{.cap = 3}, ExposurePolicy{.cap = 2, .max_loss = 0.3},
            ExposurePolicy{.congestion = true}, ExposurePolicy{.congestion = true, .max_loss = 0.3},
            ExposurePolicy{.cap = 4, .congestion = true, .max_loss = 0.2}}) {
        const Allocation allocation = AllocateExposure(rows, 4, policy);
        CheckLists(rows, 4, policy, allocation);
        EXPECT_EQ(AllocateExposure(rows, 4, policy).listed, allocation.listed);
        ASSERT_FALSE(HasFailure()) << "seed " << seed << ", cap " << policy.cap;
      }
    }
  }
}

// With the whole loss allowed, against the optimum of the transport problem.
TEST(AllocationTest, UnderACapListsAreAsLongAsCanBeAndNearlyTheBest) {
  double best = 0;
  double reached = 0;
  double widest = 0;
  for (unsigned seed = 0; seed < 150; ++seed) {
    for (const RowShape& shape : kShapes) {
      const CandidateRows rows = RandomRows(seed, shape);
      for (const int cap : {1, 2, 4}) {
        const ExposurePolicy policy{.cap = cap, .max_loss = 1};
        const Allocation allocation = AllocateExposure(rows, 4, policy);
        const BestAllocation optimum = FindBestAllocation(rows, 4, cap);
        CheckLists(rows, 4, policy, allocation);
        EXPECT_TRUE(allocation.met);
        EXPECT_EQ(PlacesOf(allocation.listed), optimum.places);
        EXPECT_LE(allocation.after.total_relevance, optimum.total_relevance + 1e-6);
        ASSERT_FALSE(HasFailure()) << "seed " << seed << ", cap " << cap;
        best += optimum.total_relevance;
        reached += allocation.after.total_relevance;
        widest = std::max(widest, 1 - allocation.after.total_relevance / optimum.total_relevance);
      }
    }
  }
  RecordProperty("gap", std::to_string(1 - reached / best));
  RecordProperty("widest_gap", std::to_string(widest));
  EXPECT_LT(1 - reached / best, 0.002);
  EXPECT_LT(widest, 0.05);
}

TEST(AllocationTest, WithCongestionListsGrowMoreEvenTheMoreMayBeLost) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const CandidateRows rows =
        RandomRows(seed, {.members = 60, .most_candidates = 30, .skewed = true});
    double gini = AllocateExposure(rows, 5, {}).after.gini;
    for (const double max_loss : {0.01, 0.05, 0.2}) {
      const Allocation allocation =
          AllocateExposure(rows, 5, {.congestion = true, .max_loss = max_loss});
      EXPECT_LE(allocation.after.gini, gini) << "seed " << seed << ", loss " << max_loss;
      gini = allocation.after.gini;
    }
  }
}

}  // namespace
}  // namespace counterpoint::matching
