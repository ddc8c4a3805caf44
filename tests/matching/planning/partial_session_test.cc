#include "matching/planning/partial_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "matching/planning/meeting_domains.h"
#include "matching/planning/plan_checker.h"
#include "matching/planning/schedule_breaks.h"
#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

SessionProblem RandomSessionWithoutFairness(std::uint64_t seed) {
  SessionProblem problem = RandomSession(seed);
  problem.breaks.fairness = BreakFairness::kOff;
  return problem;
}

TEST(PartialSessionTest, FreedMeetingsHaveTheSchedulesThatDifferInThemAlone) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    const SessionProblem problem = RandomSessionWithoutFairness(seed);
    std::optional<Schedule> start;
    ForEachSchedule(problem, [&](const Schedule& schedule) {
      if (!start) start = schedule;
    });
    if (!start) continue;
    std::vector<std::size_t> freed;
    for (std::size_t m = seed % 2; m < problem.meetings.size(); m += 2) freed.push_back(m);
    // Slots of the freed meetings in schedules of the whole that keep the others.
    std::set<std::vector<int>> expected;
    ForEachSchedule(problem, [&](const Schedule& schedule) {
      std::vector<int> slots;
      for (std::size_t m = 0; m < schedule.slots.size(); ++m) {
        const bool is_free = std::find(freed.begin(), freed.end(), m) != freed.end();
        if (!is_free && schedule.slots[m] != start->slots[m]) return;
        if (is_free) slots.push_back(schedule.slots[m]);
      }
      expected.insert(slots);
    });
    const PartialSession part = FreedFrom(problem, FindDomains(problem).slots, *start, freed);
    ASSERT_THAT(FindFaults(part.problem), IsEmpty());
    EXPECT_EQ(part.meetings, freed);
    std::set<std::vector<int>> found;
    // The rest of its meetings have one slot each.
    Schedule schedule;
    for (const Meeting& meeting : part.problem.meetings) {
      schedule.slots.push_back(meeting.fixed.value_or(0));
    }
    for (;;) {
      if (CheckPlan(part.problem, schedule).violations.empty()) {
        found.insert({schedule.slots.begin(),
                      schedule.slots.begin() + static_cast<std::ptrdiff_t>(freed.size())});
      }
      std::size_t i = 0;
      for (; i < freed.size() && ++schedule.slots[i] == problem.slots(); ++i) schedule.slots[i] = 0;
      if (i == freed.size()) break;
    }
    EXPECT_EQ(found, expected);
    ++compared;
  }
  EXPECT_GT(compared, 50);
}

TEST(PartialSessionTest, LimitsKeepTheRoomThatMeetingsThatStayLeave) {
  SessionProblem problem = OpenSession(8, 3);
  for (std::size_t p = 0; p < 8; p += 2) AddMeeting(problem, p, p + 1);
  problem.days = {0, 2};
  problem.limits = {{.meetings = {0, 1, 3}, .most = {2, 2, 1}},
                    {.meetings = {1}, .most = {1, 1, 1}}};
  const PartialSession part =
      FreedFrom(problem, FindDomains(problem).slots, Schedule{{0, 1, 0, 2}}, {0, 3});
  EXPECT_EQ(part.problem.days, problem.days);
  ASSERT_THAT(part.problem.limits, SizeIs(1));
  EXPECT_THAT(part.problem.limits[0].meetings, ElementsAre(0U, 1U));
  EXPECT_THAT(part.problem.limits[0].most, ElementsAre(2, 1, 1));
}

TEST(PartialSessionTest, AGroupHasItsMeetingsAndAStandInForEachOutside) {
  SessionProblem problem = OpenSession(4, 4);
  AddMeeting(problem, 0, 1);
  AddMeeting(problem, 1, 2);
  AddMeeting(problem, 0, 2);
  AddMeeting(problem, 2, 3);
  const PartialSession group = GroupOf(problem, FindDomains(problem).slots, {1, 0});
  EXPECT_THAT(group.meetings, ElementsAre(0U, 1U, 2U));
  EXPECT_THAT(group.problem.participants, SizeIs(4));
  EXPECT_EQ(group.problem.meetings[0].first, 1U);
  EXPECT_EQ(group.problem.meetings[0].second, 0U);
  EXPECT_NE(group.problem.meetings[1].second, group.problem.meetings[2].second);
}

}  // namespace
}  // namespace counterpoint::matching
