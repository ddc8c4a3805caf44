#include "matching/planning/exact_planner.h"

#include <gtest/gtest.h>

#include "matching/planning/break_limits.h"
#include "matching/planning/day_bounds.h"
#include "matching/planning/meeting_domains.h"
#include "matching/planning/plan_checker.h"
#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

// Nothing where preprocessing shows that there is no schedule.
std::optional<ExactResult> PlanFromNothing(const SessionProblem& problem,
                                           const ExactOptions& options,
                                           const SearchControl& control = {}) {
  const MeetingDomains domains = FindDomains(problem);
  if (!domains.dead_ends.empty()) return std::nullopt;
  const std::vector<DayBounds> days = FindDayBounds(problem, domains);
  if (FindBreakLimits(problem.breaks, days).dead_end) return std::nullopt;
  return PlanExactly(problem, std::nullopt, options, control);
}

void ExpectAsTryingAll(const SessionProblem& problem, const ExactOptions& options) {
  const std::optional<int> fewest = FewestBreaks(problem);
  const auto result = PlanFromNothing(problem, options);
  if (!fewest) {
    EXPECT_TRUE(!result || result->proof == Proof::kImpossible);
    return;
  }
  ASSERT_TRUE(result);
  ASSERT_EQ(result->proof, Proof::kOptimal);
  EXPECT_EQ(result->bound, *fewest);
  const PlanCheck check = CheckPlan(problem, *result->schedule);
  EXPECT_TRUE(check.violations.empty());
  EXPECT_EQ(check.total_breaks, *fewest);
}

TEST(ExactPlannerTest, FindsWhatTryingAllSchedulesFinds) {
  int possible = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    const SessionProblem problem = RandomSession(seed);
    ExpectAsTryingAll(problem, {});
    if (FewestBreaks(problem)) ++possible;
  }
  EXPECT_GT(possible, 100);
  EXPECT_LT(possible, 300);
}

TEST(ExactPlannerTest, KeepsDaysAndLimitsAsTryingAllSchedulesDoes) {
  int possible = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    const SessionProblem problem = RandomSessionOfDays(seed);
    ExpectAsTryingAll(problem, {});
    if (FewestBreaks(problem)) ++possible;
  }
  EXPECT_GT(possible, 70);
}

TEST(ExactPlannerTest, TwoThreadsFindTheSameNumberOfBreaks) {
  for (std::uint64_t seed = 400; seed < 480; ++seed) {
    SCOPED_TRACE(seed);
    ExpectAsTryingAll(RandomSession(seed), {.two_threads = true});
  }
}

// Everybody meets everybody, with fewer tables than pairs: breaks are needed.
SessionProblem TightSession() {
  SessionProblem problem = OpenSession(9, 13);
  problem.tables.assign(13, 3);
  for (std::size_t a = 0; a < 9; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      AddMeeting(problem, a, b).window =
          (a + b) % 3 == 0 ? SlotSet::Range(0, 7) : SlotSet::Range(0, 13);
    }
  }
  return problem;
}

TEST(ExactPlannerTest, RepeatsItself) {
  const auto first = PlanFromNothing(TightSession(), {.most_conflicts = 3000});
  const auto second = PlanFromNothing(TightSession(), {.most_conflicts = 3000});
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->schedule, second->schedule);
  EXPECT_EQ(first->bound, second->bound);
  EXPECT_EQ(first->conflicts, second->conflicts);
}

TEST(ExactPlannerTest, AStoppedSearchProvesNothing) {
  const auto result = PlanFromNothing(TightSession(), {}, {.stop = [] { return true; }});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->proof, Proof::kOpen);
}

TEST(ExactPlannerTest, TellsBoundsThatOnlyRise) {
  int bound = 0;
  int told = 0;
  const SearchControl control{.stop = {}, .progress = [&](const SearchProgress& now) {
                                EXPECT_GE(now.bound, bound);
                                bound = now.bound;
                                ++told;
                              }};
  const auto result = PlanFromNothing(TightSession(), {.most_conflicts = 5000}, control);
  ASSERT_TRUE(result);
  EXPECT_GT(told, 0);
  EXPECT_EQ(bound, result->bound);
}

}  // namespace
}  // namespace counterpoint::matching
