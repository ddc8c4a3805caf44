#include "matching/planning/day_bounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>

#include "matching/planning/plan_checker.h"
#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

void ExpectEveryScheduleWithinBounds(const SessionProblem& problem) {
  const MeetingDomains domains = FindDomains(problem);
  if (!domains.dead_ends.empty()) return;
  const std::vector<DayBounds> days = FindDayBounds(problem, domains);
  ForEachSchedule(problem, [&](const Schedule& schedule) {
    const PlanCheck check = CheckPlan(problem, schedule);
    for (std::size_t p = 0; p < days.size(); ++p) {
      EXPECT_GE(check.breaks[p], days[p].least_breaks);
      EXPECT_LE(check.breaks[p], days[p].most_breaks);
      for (int slot = 0; slot <= problem.slots(); ++slot) {
        int before = 0;
        for (std::size_t m = 0; m < schedule.slots.size(); ++m) {
          const Meeting& meeting = problem.meetings[m];
          before += schedule.slots[m] < slot && (meeting.first == p || meeting.second == p);
        }
        EXPECT_GE(before, days[p].at_least[static_cast<std::size_t>(slot)]);
        EXPECT_LE(before, days[p].at_most[static_cast<std::size_t>(slot)]);
      }
    }
  });
}

TEST(DayBoundsTest, EveryScheduleLiesWithinThem) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    ExpectEveryScheduleWithinBounds(RandomSession(seed));
    ExpectEveryScheduleWithinBounds(RandomSessionOfDays(seed));
  }
}

// One participant in up to ten slots, some of them away, some without tables.
SessionProblem RandomDays(std::mt19937_64& random) {
  SessionProblem problem = OpenSession(2, 3 + static_cast<int>(random() % 8));
  for (int slot = 0; slot < problem.slots(); ++slot) {
    if (random() % 3 == 0) problem.participants[0].available.Remove(slot);
    if (random() % 6 == 0) problem.tables[static_cast<std::size_t>(slot)] = 0;
    if (slot == 0 || random() % 4 == 0) problem.days.push_back(slot);
  }
  return problem;
}

// Breaks of the slots whose bits are set.
int BreaksOfSlots(const SessionProblem& problem, unsigned slots) {
  int breaks = 0;
  int last = -1;
  for (int slot = 0; slot < problem.slots(); ++slot) {
    if (std::find(problem.days.begin(), problem.days.end(), slot) != problem.days.end()) last = -1;
    if ((slots >> slot & 1) == 0) continue;
    if (last >= 0 && last + 1 < slot) ++breaks;
    last = slot;
  }
  return breaks;
}

TEST(DayBoundsTest, ForcedBreaksAreTheFewestOfAnySlotsThatHoldTheMeetings) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    const SessionProblem problem = RandomDays(random);
    unsigned open = 0;
    for (const int slot : problem.participants[0].available) {
      if (problem.tables[static_cast<std::size_t>(slot)] > 0) open |= 1U << slot;
    }
    std::vector<int> fewest(static_cast<std::size_t>(std::popcount(open)) + 1, 100);
    for (unsigned slots = 0; slots < 1U << problem.slots(); ++slots) {
      if ((slots & ~open) != 0) continue;
      int& least = fewest[static_cast<std::size_t>(std::popcount(slots))];
      least = std::min(least, BreaksOfSlots(problem, slots));
    }
    for (std::size_t meetings = 0; meetings < fewest.size(); ++meetings) {
      EXPECT_EQ(ForcedBreaks(problem, 0, static_cast<int>(meetings)), fewest[meetings])
          << "round " << round << ", " << meetings << " meetings";
    }
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

TEST(DayBoundsTest, ANightIsNoBreak) {
  SessionProblem problem = ThreeMeetings(SlotSet::Range(0, 2) | SlotSet::Range(4, 6));
  problem.days = {0, 3};
  const DayBounds day = FindDayBounds(problem, FindDomains(problem))[0];
  EXPECT_EQ(day.least_breaks, 0);
  EXPECT_EQ(day.forced_breaks, 0);
  EXPECT_EQ(day.most_breaks, 0);
}

TEST(DayBoundsTest, SomebodyWithoutMeetingsHasNoBreaks) {
  const SessionProblem problem = OpenSession(1, 3);
  const DayBounds day = FindDayBounds(problem, FindDomains(problem))[0];
  EXPECT_EQ(day.least_breaks, 0);
  EXPECT_EQ(day.most_breaks, 0);
}

}  // namespace
}  // namespace counterpoint::matching
