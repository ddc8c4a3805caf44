#include "matching/planning/group_bound.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "matching/planning/exact_planner.h"
#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

GroupBound Bound(const SessionProblem& problem, const GroupBoundOptions& options,
                 const SearchControl& control = {}) {
  const MeetingDomains domains = FindDomains(problem);
  return BoundByGroups(problem, domains, FindDayBounds(problem, domains), options, control);
}

int SumOfLeast(const SessionProblem& problem) {
  int least = 0;
  for (const DayBounds& day : FindDayBounds(problem, FindDomains(problem))) {
    least += day.least_breaks;
  }
  return least;
}

// 16 participants in a circle, each away in other slots.
SessionProblem CircleSession() {
  SessionProblem problem = OpenSession(16, 9);
  for (std::size_t a = 0; a < 16; ++a) {
    problem.participants[a].available.Remove(static_cast<int>(a * 5 % 9));
    problem.participants[a].available.Remove(static_cast<int>(a * 7 % 9));
    for (std::size_t step = 1; step <= 2; ++step) AddMeeting(problem, a, (a + step) % 16);
  }
  return problem;
}

TEST(GroupBoundTest, IsNeverAboveTheFewestBreaksNorBelowTheDays) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const SessionProblem problem = RandomSession(seed);
    const std::optional<int> fewest = FewestBreaks(problem);
    if (!fewest) continue;
    for (const std::size_t size : {1, 2, 5}) {
      const GroupBound bound = Bound(problem, {.group_size = size});
      EXPECT_LE(bound.breaks, *fewest);
      EXPECT_GE(bound.breaks, SumOfLeast(problem));
    }
    ++compared;
  }
  EXPECT_GT(compared, 50);
}

TEST(GroupBoundTest, WhereNothingElseCountsAGroupOfAllIsBoundedExactly) {
  const SessionProblem problem = CircleSession();
  const ExactResult exact = PlanExactly(problem, std::nullopt, {}, {});
  ASSERT_EQ(exact.proof, Proof::kOptimal);
  const int least = SumOfLeast(problem);
  EXPECT_GT(exact.bound, least);
  const GroupBound all = Bound(problem, {.group_size = 16});
  EXPECT_EQ(all.breaks, exact.bound);
  const GroupBound some = Bound(problem, {.group_size = 5});
  EXPECT_GE(some.breaks, least);
  EXPECT_LE(some.breaks, exact.bound);
}

TEST(GroupBoundTest, TwoThreadsFindTheSame) {
  const SessionProblem problem = CircleSession();
  const GroupBound one = Bound(problem, {.group_size = 4});
  const GroupBound two = Bound(problem, {.group_size = 4, .two_threads = true});
  EXPECT_EQ(one.breaks, two.breaks);
  EXPECT_EQ(one.conflicts, two.conflicts);
}

TEST(GroupBoundTest, StoppedItIsTheSumOfTheDays) {
  const SessionProblem problem = CircleSession();
  EXPECT_EQ(Bound(problem, {}, {.stop = [] { return true; }}).breaks, SumOfLeast(problem));
}

TEST(GroupBoundTest, EverybodyWithMeetingsIsInOneGroup) {
  SessionProblem problem = CircleSession();
  problem.participants.push_back(problem.participants.front());
  std::multiset<std::size_t> members;
  const auto groups = GroupsOfPartners(problem, 6);
  for (const auto& group : groups) members.insert(group.begin(), group.end());
  EXPECT_THAT(groups, ::testing::SizeIs(3));
  EXPECT_EQ(members.size(), 16U);
  EXPECT_EQ(std::set<std::size_t>(members.begin(), members.end()).size(), 16U);
  EXPECT_EQ(members.count(16), 0U);
}

}  // namespace
}  // namespace counterpoint::matching
