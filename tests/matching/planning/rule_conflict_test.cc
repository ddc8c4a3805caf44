#include "matching/planning/rule_conflict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;

constexpr std::int64_t kPlenty = 100'000;

// The session with a rule taken out of it.
void Lift(SessionProblem& problem, const PlanningRule& rule) {
  const SlotSet all = SlotSet::Range(0, problem.slots());
  switch (rule.kind) {
    case RuleKind::kAvailability:
      problem.participants[rule.participant].available = all;
      break;
    case RuleKind::kWindow:
      problem.meetings[rule.meeting].window = all;
      break;
    case RuleKind::kFixed:
      problem.meetings[rule.meeting].fixed.reset();
      break;
    case RuleKind::kOrder:
      std::erase(problem.meetings[rule.meeting].after, rule.other);
      break;
    case RuleKind::kTables:
      problem.tables.assign(problem.tables.size(), 100);
      break;
    case RuleKind::kLimit:
      problem.limits[rule.other].most.assign(problem.tables.size(), 100);
      break;
    case RuleKind::kFairBreaks:
      problem.breaks = {};
      break;
  }
}

// The session with these rules alone.
SessionProblem WithOnly(const SessionProblem& problem, const std::vector<PlanningRule>& rules) {
  SessionProblem only = problem;
  const auto has = [&](const PlanningRule& rule) {
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
  };
  const auto lift_unless_kept = [&](const PlanningRule& rule) {
    if (!has(rule)) Lift(only, rule);
  };
  for (std::size_t p = 0; p < problem.participants.size(); ++p) {
    lift_unless_kept({.kind = RuleKind::kAvailability, .participant = p});
  }
  for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
    lift_unless_kept({.kind = RuleKind::kWindow, .meeting = m});
    lift_unless_kept({.kind = RuleKind::kFixed, .meeting = m});
    for (const std::size_t before : problem.meetings[m].after) {
      lift_unless_kept({.kind = RuleKind::kOrder, .meeting = m, .other = before});
    }
  }
  lift_unless_kept({.kind = RuleKind::kTables});
  for (std::size_t l = 0; l < problem.limits.size(); ++l) {
    lift_unless_kept({.kind = RuleKind::kLimit, .other = l});
  }
  lift_unless_kept({.kind = RuleKind::kFairBreaks});
  return only;
}

// Of 200 random sessions, more than 50 have rules that conflict.
void ExpectMinimalConflicts(SessionProblem (*make)(std::uint64_t)) {
  int conflicts = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    SessionProblem problem = make(seed);
    // What availability forces would change with the rules that are lifted.
    if (problem.breaks.fairness == BreakFairness::kBreaksBeyondForced) problem.breaks = {};
    const std::optional<RuleConflict> conflict = FindConflict(problem, 1, kPlenty, {});
    if (FewestBreaks(problem)) {
      EXPECT_FALSE(conflict);
      continue;
    }
    ++conflicts;
    ASSERT_TRUE(conflict);
    EXPECT_TRUE(conflict->minimal);
    // Without any rule, where the meetings have no room in any case.
    const SessionProblem only = WithOnly(problem, conflict->rules);
    EXPECT_FALSE(FewestBreaks(only));
    for (const PlanningRule& rule : conflict->rules) {
      SessionProblem spared = only;
      Lift(spared, rule);
      EXPECT_TRUE(FewestBreaks(spared));
    }
  }
  EXPECT_GT(conflicts, 50);
}

TEST(RuleConflictTest, ItsRulesExcludeEachOtherAndNoneCanBeSpared) {
  ExpectMinimalConflicts(RandomSession);
}

TEST(RuleConflictTest, LimitsAreRulesAndDaysAreNot) { ExpectMinimalConflicts(RandomSessionOfDays); }

TEST(RuleConflictTest, TheLimitThatLeavesTooLittleRoomIsNamed) {
  SessionProblem problem = OpenSession(8, 3);
  for (std::size_t p = 0; p < 8; p += 2) AddMeeting(problem, p, p + 1);
  problem.limits = {{.meetings = {0, 1}, .most = {1, 1, 0}},
                    {.meetings = {0, 1, 2, 3}, .most = {1, 1, 1}}};
  EXPECT_THAT(FindConflict(problem, 1, kPlenty, {})->rules,
              ElementsAre(PlanningRule{.kind = RuleKind::kLimit, .other = 1}));
}

TEST(RuleConflictTest, OrderAndWindowAreNamed) {
  SessionProblem problem = OpenSession(6, 3);
  AddMeeting(problem, 0, 1).window = SlotSet::Range(2, 3);
  AddMeeting(problem, 2, 3).after = {0};
  problem.participants[5].available = SlotSet::Range(0, 1);
  AddMeeting(problem, 4, 5);
  EXPECT_THAT(FindConflict(problem, 1, kPlenty, {})->rules,
              ElementsAre(PlanningRule{.kind = RuleKind::kWindow, .meeting = 0},
                          PlanningRule{.kind = RuleKind::kOrder, .meeting = 1, .other = 0}));
}

}  // namespace
}  // namespace counterpoint::matching
