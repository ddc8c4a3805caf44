#include "matching/planning/day_bounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matching/planning/plan_checker.h"
#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

TEST(DayBoundsTest, EveryScheduleLiesWithinThem) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const SessionProblem problem = RandomSession(seed);
    const MeetingDomains domains = FindDomains(problem);
    if (!domains.dead_ends.empty()) continue;
    const std::vector<DayBounds> days = FindDayBounds(problem, domains);
    ForEachSchedule(problem, [&](const Schedule& schedule) {
      const PlanCheck check = CheckPlan(problem, schedule);
      for (std::size_t p = 0; p < days.size(); ++p) {
        EXPECT_GE(check.breaks[p], days[p].least_breaks) << seed;
        EXPECT_LE(check.breaks[p], days[p].most_breaks) << seed;
        for (int slot = 0; slot <= problem.slots(); ++slot) {
          int before = 0;
          for (std::size_t m = 0; m < schedule.slots.size(); ++m) {
            const Meeting& meeting = problem.meetings[m];
            before += schedule.slots[m] < slot && (meeting.first == p || meeting.second == p);
          }
          EXPECT_GE(before, days[p].at_least[static_cast<std::size_t>(slot)]) << seed;
          EXPECT_LE(before, days[p].at_most[static_cast<std::size_t>(slot)]) << seed;
        }
      }
    });
  }
}

// A participant that meets three others in six slots.
SessionProblem ThreeMeetings(const SlotSet& available) {
  SessionProblem problem = OpenSession(4, 6);
  problem.participants[0].available = available;
  for (std::size_t other = 1; other < 4; ++other) AddMeeting(problem, 0, other);
  return problem;
}

TEST(DayBoundsTest, RunsOfAvailableSlotsForceBreaks) {
  const SessionProblem problem =
      ThreeMeetings(SlotSet::Range(0, 2) | SlotSet::Of(3) | SlotSet::Of(5));
  const DayBounds day = FindDayBounds(problem, FindDomains(problem))[0];
  EXPECT_EQ(day.least_breaks, 1);
  EXPECT_EQ(day.forced_breaks, 1);
  EXPECT_EQ(day.most_breaks, 2);
}

TEST(DayBoundsTest, FixedMeetingsForceBreaksThatAvailabilityDoesNot) {
  SessionProblem problem = ThreeMeetings(SlotSet::Range(0, 6));
  problem.meetings[0].fixed = 0;
  problem.meetings[1].fixed = 5;
  const DayBounds day = FindDayBounds(problem, FindDomains(problem))[0];
  EXPECT_EQ(day.least_breaks, 1);
  EXPECT_EQ(day.forced_breaks, 0);
}

TEST(DayBoundsTest, SomebodyWithoutMeetingsHasNoBreaks) {
  const SessionProblem problem = OpenSession(1, 3);
  const DayBounds day = FindDayBounds(problem, FindDomains(problem))[0];
  EXPECT_EQ(day.least_breaks, 0);
  EXPECT_EQ(day.most_breaks, 0);
}

}  // namespace
}  // namespace counterpoint::matching
