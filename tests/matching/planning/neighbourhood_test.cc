#include "matching/planning/neighbourhood.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "matching/planning/meeting_domains.h"
#include "matching/planning/neighbourhood_search.h"
#include "matching/planning/plan_checker.h"
#include "matching/planning/schedule_breaks.h"
#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

// The fewest breaks of any schedule that differs in the freed meetings alone.
int FewestWith(const SessionProblem& problem, const Schedule& start,
               const std::vector<std::size_t>& freed) {
  int fewest = TotalBreaks(problem, start);
  ForEachSchedule(problem, [&](const Schedule& schedule) {
    for (std::size_t m = 0; m < schedule.slots.size(); ++m) {
      const bool is_free = std::find(freed.begin(), freed.end(), m) != freed.end();
      if (!is_free && schedule.slots[m] != start.slots[m]) return;
    }
    fewest = std::min(fewest, CheckPlan(problem, schedule).total_breaks);
  });
  return fewest;
}

TEST(NeighbourhoodTest, AgreesWithTryingAllSchedules) {
  int saved = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    SessionProblem problem = RandomSession(seed);
    problem.breaks.fairness = BreakFairness::kOff;
    std::optional<Schedule> worst;
    int most = -1;
    ForEachSchedule(problem, [&](const Schedule& schedule) {
      const int breaks = CheckPlan(problem, schedule).total_breaks;
      if (breaks > most) worst = schedule;
      most = std::max(most, breaks);
    });
    if (!worst) continue;
    std::vector<std::size_t> freed;
    for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
      if ((seed >> (m % 3) & 1) != 0 || m % 2 == 0) freed.push_back(m);
    }
    const MeetingDomains domains = FindDomains(problem);
    const std::vector<int> most_breaks(problem.participants.size(), 1000);
    Schedule schedule = *worst;
    const NeighbourhoodResult result = ImproveNeighbourhood(
        {.problem = problem, .domains = domains.slots, .most_breaks = most_breaks}, freed, {}, {},
        schedule);
    const PlanCheck check = CheckPlan(problem, schedule);
    EXPECT_TRUE(check.violations.empty());
    EXPECT_TRUE(result.best);
    EXPECT_EQ(check.total_breaks, most - result.saved);
    EXPECT_EQ(check.total_breaks, FewestWith(problem, *worst, freed));
    saved += result.saved;
  }
  EXPECT_GT(saved, 20);
}

TEST(NeighbourhoodTest, NobodyGetsMoreBreaksThanItMayHave) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    SessionProblem problem = RandomSession(seed);
    problem.breaks.fairness = BreakFairness::kOff;
    std::optional<Schedule> first;
    ForEachSchedule(problem, [&](const Schedule& schedule) {
      if (!first) first = schedule;
    });
    if (!first) continue;
    std::vector<std::size_t> freed;
    for (std::size_t m = 0; m < problem.meetings.size(); ++m) freed.push_back(m);
    const std::vector<int> none(problem.participants.size(), 0);
    const MeetingDomains domains = FindDomains(problem);
    Schedule schedule = *first;
    ImproveNeighbourhood({.problem = problem, .domains = domains.slots, .most_breaks = none}, freed,
                         {}, {}, schedule);
    const std::vector<int> before = BreaksOf(problem, *first);
    const std::vector<int> after = BreaksOf(problem, schedule);
    for (std::size_t p = 0; p < before.size(); ++p) EXPECT_LE(after[p], before[p]);
  }
}

// Each participant meets its six next on a ring, in slots that leave gaps.
struct RingSession {
  SessionProblem problem = OpenSession(30, 24);
  Schedule schedule;

  RingSession() {
    problem.tables.assign(24, 8);
    for (std::size_t a = 0; a < 30; ++a) {
      problem.participants[a].available.Remove(static_cast<int>(a * 7 % 24));
      for (std::size_t step = 1; step <= 3; ++step) AddMeeting(problem, a, (a + step) % 30);
    }
    // First free slot from a place of its own: scattered, but kept.
    std::vector<SlotSet> busy(30);
    std::vector<int> load(24, 0);
    for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
      const Meeting& meeting = problem.meetings[m];
      for (int i = 0; i < 24; ++i) {
        const int slot = (static_cast<int>(m) * 11 + i) % 24;
        if (load[static_cast<std::size_t>(slot)] == 8 || busy[meeting.first].contains(slot) ||
            busy[meeting.second].contains(slot) ||
            !problem.participants[meeting.first].available.contains(slot) ||
            !problem.participants[meeting.second].available.contains(slot)) {
          continue;
        }
        schedule.slots.push_back(slot);
        ++load[static_cast<std::size_t>(slot)];
        busy[meeting.first].Add(slot);
        busy[meeting.second].Add(slot);
        break;
      }
    }
  }

  NeighbourhoodSearchResult Search(std::int64_t neighbourhoods,
                                   const SearchControl& control = {}) const {
    const MeetingDomains domains = FindDomains(problem);
    const std::vector<int> most(problem.participants.size(), 1000);
    const std::vector<int> least(problem.participants.size(), 0);
    return SearchNeighbourhoods({.problem = problem, .domains = domains.slots, .most_breaks = most},
                                least, 0, schedule,
                                {.neighbourhoods = neighbourhoods, .most_conflicts = 300}, control);
  }
};

TEST(NeighbourhoodSearchTest, ImprovesAScheduleAndKeepsEveryRule) {
  const RingSession session;
  const PlanCheck before = CheckPlan(session.problem, session.schedule);
  ASSERT_TRUE(before.violations.empty());
  const NeighbourhoodSearchResult result = session.Search(15);
  const PlanCheck after = CheckPlan(session.problem, result.schedule);
  EXPECT_TRUE(after.violations.empty());
  EXPECT_EQ(after.total_breaks, result.breaks);
  EXPECT_LT(result.breaks, before.total_breaks / 2);
}

TEST(NeighbourhoodSearchTest, RepeatsItself) {
  const RingSession session;
  const NeighbourhoodSearchResult first = session.Search(4);
  const NeighbourhoodSearchResult second = session.Search(4);
  EXPECT_EQ(first.schedule, second.schedule);
  EXPECT_EQ(first.conflicts, second.conflicts);
}

TEST(NeighbourhoodSearchTest, StoppedAtOnceItKeepsTheSchedule) {
  const RingSession session;
  const NeighbourhoodSearchResult result = session.Search(5, {.stop = [] { return true; }});
  EXPECT_EQ(result.schedule, session.schedule);
  EXPECT_EQ(result.neighbourhoods, 0);
}

}  // namespace
}  // namespace counterpoint::matching
