#include "matching/planning/local_search.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "matching/planning/meeting_domains.h"
#include "matching/planning/plan_checker.h"
#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

LocalSearchResult Search(const SessionProblem& problem, std::int64_t moves,
                         const SearchControl& control = {}, int most_breaks = 1000) {
  const MeetingDomains domains = FindDomains(problem);
  const std::vector<int> most(problem.participants.size(), most_breaks);
  const std::vector<int> least(problem.participants.size(), 0);
  return SearchLocally({.problem = problem,
                        .domains = domains.own,
                        .most_breaks = most,
                        .least_breaks = least,
                        .bound = 0},
                       {.moves = moves, .moves_a_cooling = moves, .hottest = 0.5}, std::nullopt,
                       control);
}

TEST(LocalSearchTest, OnlyEverLeavesMeetingsOut) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    for (SessionProblem problem : {RandomSession(seed), RandomSessionOfDays(seed)}) {
      problem.breaks.fairness = BreakFairness::kOff;
      const LocalSearchResult result = Search(problem, 3000);
      const PlanCheck check = CheckPlan(problem, result.schedule);
      for (const Violation& violation : check.violations) {
        EXPECT_EQ(violation.kind, ViolationKind::kNotPlaced) << seed;
      }
      EXPECT_EQ(check.unplaced, result.unplaced) << seed;
      EXPECT_EQ(check.total_breaks, result.breaks) << seed;
    }
  }
}

// Of 300 random sessions, more than so many can be planned; nearly all of them with
// the fewest breaks.
void ExpectNearlyAlwaysTheBest(SessionProblem (*make)(std::uint64_t), int least_possible) {
  int possible = 0;
  int best = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SessionProblem problem = make(seed);
    problem.breaks.fairness = BreakFairness::kOff;
    const std::optional<int> fewest = FewestBreaks(problem);
    if (!fewest) continue;
    ++possible;
    const LocalSearchResult result = Search(problem, 20'000);
    EXPECT_EQ(result.unplaced, 0) << seed;
    EXPECT_GE(result.breaks, *fewest) << seed;
    if (result.breaks == *fewest) ++best;
  }
  EXPECT_GT(possible, least_possible);
  EXPECT_GE(best, possible * 98 / 100);
}

TEST(LocalSearchTest, NearlyAlwaysFindsTheBestSchedulesOfSmallSessions) {
  ExpectNearlyAlwaysTheBest(RandomSession, 100);
}

TEST(LocalSearchTest, NearlyAlwaysFindsTheBestSchedulesWithDaysAndLimits) {
  ExpectNearlyAlwaysTheBest(RandomSessionOfDays, 70);
}

// A session of three days of 60 slots, whose masks need more than one word.
SessionProblem LongSession() {
  SessionProblem problem = OpenSession(40, 180);
  problem.tables.assign(180, 3);
  for (std::size_t a = 0; a < 40; ++a) {
    problem.participants[a].available -= SlotSet::Range(50 + static_cast<int>(a % 3) * 8, 70);
    for (std::size_t step = 1; step < 10; ++step) AddMeeting(problem, a, (a + step) % 40);
  }
  return problem;
}

TEST(LocalSearchTest, PlansSessionsOfManySlots) {
  const SessionProblem problem = LongSession();
  const LocalSearchResult result = Search(problem, 400'000);
  const PlanCheck check = CheckPlan(problem, result.schedule);
  EXPECT_TRUE(check.violations.empty());
  EXPECT_EQ(check.total_breaks, result.breaks);
}

TEST(LocalSearchTest, RepeatsItself) {
  const SessionProblem problem = LongSession();
  EXPECT_EQ(Search(problem, 100'000).schedule, Search(problem, 100'000).schedule);
}

TEST(LocalSearchTest, CountsBreaksBeyondWhatIsFair) {
  SessionProblem problem = OpenSession(4, 5);
  problem.participants[0].available = SlotSet::Of(0) | SlotSet::Of(2) | SlotSet::Of(4);
  for (std::size_t other = 1; other < 4; ++other) AddMeeting(problem, 0, other);
  const LocalSearchResult result = Search(problem, 1000, {}, 1);
  EXPECT_EQ(result.unplaced, 0);
  EXPECT_EQ(result.breaks, 2);
  EXPECT_EQ(result.unfair, 1);
}

TEST(LocalSearchTest, AStoppedSearchHasAScheduleAlready) {
  const SessionProblem problem = LongSession();
  const LocalSearchResult result = Search(problem, 100'000, {.stop = [] { return true; }});
  EXPECT_EQ(result.moves, 0);
  EXPECT_EQ(result.schedule.slots.size(), problem.meetings.size());
}

TEST(LocalSearchTest, ImprovesTheScheduleThatItStartsFrom) {
  const SessionProblem problem = LongSession();
  const LocalSearchResult start = Search(problem, 1000);
  const MeetingDomains domains = FindDomains(problem);
  const std::vector<int> most(problem.participants.size(), 1000);
  const std::vector<int> least(problem.participants.size(), 0);
  const LocalSearchResult next = SearchLocally(
      {.problem = problem,
       .domains = domains.slots,
       .most_breaks = most,
       .least_breaks = least,
       .bound = 0},
      {.moves = 200'000, .moves_a_cooling = 200'000, .hottest = 0.2}, start.schedule, {});
  EXPECT_LT(next.breaks, start.breaks);
  EXPECT_EQ(next.unplaced, 0);
}

}  // namespace
}  // namespace counterpoint::matching
