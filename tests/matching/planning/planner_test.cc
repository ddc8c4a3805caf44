#include "matching/planning/planner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matching/planning/plan_checker.h"
#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

PlanOptions SmallEffort() {
  PlanOptions options;
  options.first_moves = 2000;
  options.most_moves = 4000;
  options.most_conflicts = 20'000;
  options.most_neighbourhoods = 3;
  return options;
}

// 24 participants, 12 meetings each, too many for the morning that some insist on.
SessionProblem BusySession() {
  SessionProblem problem = OpenSession(24, 16);
  problem.tables.assign(16, 10);
  for (std::size_t a = 0; a < 24; ++a) {
    problem.participants[a].available.Remove(static_cast<int>(a * 5 % 16));
    for (std::size_t step = 1; step <= 6; ++step) {
      Meeting& meeting = AddMeeting(problem, a, (a + step) % 24);
      if ((a + step) % 5 == 0) meeting.window = SlotSet::Range(0, 9);
    }
  }
  return problem;
}

void ExpectAsTryingAll(const SessionProblem& problem) {
  const std::optional<int> fewest = FewestBreaks(problem);
  const PlanResult plan = Plan(problem, SmallEffort(), {});
  EXPECT_EQ(plan.end, PlanEnd::kProved);
  ASSERT_EQ(plan.proof, fewest ? Proof::kOptimal : Proof::kImpossible);
  const PlanCheck check = CheckPlan(problem, plan.schedule);
  EXPECT_EQ(check.breaks, plan.breaks);
  EXPECT_EQ(check.total_breaks, plan.total_breaks);
  EXPECT_EQ(check.unplaced, plan.unplaced);
  EXPECT_EQ(check.missed_wishes, plan.missed_wishes);
  if (fewest) {
    EXPECT_TRUE(check.violations.empty());
    EXPECT_EQ(plan.total_breaks, *fewest);
    EXPECT_EQ(plan.bound, *fewest);
    return;
  }
  int unfair = 0;
  for (const Violation& violation : check.violations) {
    EXPECT_THAT(violation.kind,
                ::testing::AnyOf(ViolationKind::kNotPlaced, ViolationKind::kUnfairBreaks));
    if (violation.kind == ViolationKind::kUnfairBreaks) {
      unfair += violation.amount - problem.breaks.most_difference;
    }
  }
  EXPECT_EQ(unfair, plan.unfair);
  EXPECT_GT(plan.unplaced + plan.unfair, 0);
  EXPECT_TRUE(!plan.dead_ends.empty() || plan.unfair_participant || plan.conflict);
}

TEST(PlannerTest, AgreesWithTryingAllSchedules) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    ExpectAsTryingAll(RandomSession(seed));
  }
}

TEST(PlannerTest, AgreesWithTryingAllSchedulesOfDaysLimitsAndWishes) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    ExpectAsTryingAll(RandomSessionOfDays(seed));
  }
}

TEST(PlannerTest, NearlyAlwaysMissesTheFewestWishes) {
  int possible = 0;
  int fewest = 0;
  for (std::uint64_t seed = 300; seed < 500; ++seed) {
    const SessionProblem problem = RandomSessionOfDays(seed);
    const std::optional<int> missed = FewestMissedWishes(problem);
    if (!missed) continue;
    ++possible;
    const PlanResult plan = Plan(problem, SmallEffort(), {});
    EXPECT_GE(plan.missed_wishes, *missed) << seed;
    if (plan.missed_wishes == *missed) ++fewest;
  }
  EXPECT_GT(possible, 40);
  EXPECT_GE(fewest, possible * 98 / 100);
}

TEST(PlannerTest, WishesCostNothingElse) {
  SessionProblem problem = BusySession();
  const PlanResult before = Plan(problem, SmallEffort(), {});
  for (std::size_t p = 0; p < problem.participants.size(); p += 2) {
    problem.participants[p].liked = p % 4 == 0 ? SlotSet::Range(0, 8) : SlotSet::Range(8, 16);
  }
  const int missed = CheckPlan(problem, before.schedule).missed_wishes;
  const PlanResult plan = Plan(problem, SmallEffort(), {});
  EXPECT_TRUE(CheckPlan(problem, plan.schedule).violations.empty());
  EXPECT_LE(plan.total_breaks, before.total_breaks);
  EXPECT_LT(plan.missed_wishes, missed);
  EXPECT_EQ(Plan(problem, SmallEffort(), {}).schedule, plan.schedule);
}

TEST(PlannerTest, LeavesOutWhatCannotBePlacedAndSaysWhy) {
  SessionProblem problem = OpenSession(4, 2);
  for (std::size_t other = 1; other < 4; ++other) AddMeeting(problem, 0, other);
  const PlanResult plan = Plan(problem, SmallEffort(), {});
  EXPECT_EQ(plan.proof, Proof::kImpossible);
  EXPECT_EQ(plan.unplaced, 1);
  ASSERT_THAT(plan.dead_ends, SizeIs(1));
  EXPECT_EQ(plan.dead_ends[0].kind, DeadEndKind::kTooManyForParticipant);
}

TEST(PlannerTest, OfTwoMeetingsFixedInOnePlaceOneIsKept) {
  SessionProblem problem = OpenSession(3, 2);
  AddMeeting(problem, 0, 1).fixed = 1;
  AddMeeting(problem, 0, 2).fixed = 1;
  const PlanResult plan = Plan(problem, SmallEffort(), {});
  EXPECT_EQ(plan.proof, Proof::kImpossible);
  EXPECT_EQ(plan.unplaced, 1);
}

TEST(PlannerTest, SomebodyWhoseDayCannotBeFairIsNamed) {
  SessionProblem problem = OpenSession(5, 5);
  problem.participants[2].available = SlotSet::Of(0) | SlotSet::Of(2) | SlotSet::Of(4);
  for (const std::size_t other : {0, 1, 3}) {
    AddMeeting(problem, 2, other);
  }
  problem.breaks = {.fairness = BreakFairness::kBreaks, .most_difference = 1};
  const PlanResult plan = Plan(problem, SmallEffort(), {});
  EXPECT_EQ(plan.proof, Proof::kImpossible);
  EXPECT_EQ(plan.unfair_participant, 2U);
  EXPECT_EQ(plan.unplaced, 0);
  EXPECT_EQ(plan.unfair, 1);
  problem.breaks.fairness = BreakFairness::kBreaksBeyondForced;
  EXPECT_EQ(Plan(problem, SmallEffort(), {}).proof, Proof::kOptimal);
}

TEST(PlannerTest, RulesThatConflictAreNamed) {
  // Three that meet each other need three slots; availability leaves each two.
  SessionProblem problem = OpenSession(3, 3);
  problem.tables.assign(3, 2);
  for (Participant& participant : problem.participants) participant.available.Remove(2);
  AddMeeting(problem, 0, 1);
  AddMeeting(problem, 1, 2);
  AddMeeting(problem, 2, 0);
  const PlanResult plan = Plan(problem, SmallEffort(), {});
  EXPECT_EQ(plan.proof, Proof::kImpossible);
  EXPECT_EQ(plan.unplaced, 1);
  ASSERT_TRUE(plan.conflict);
  EXPECT_TRUE(plan.conflict->minimal);
  EXPECT_FALSE(plan.conflict->rules.empty());
}

TEST(PlannerTest, MeetingsThatHaveNoRoomInAnyCaseConflictWithNoRule) {
  // Five that all meet each other need five slots: two pairs at a time.
  SessionProblem problem = OpenSession(5, 4);
  problem.tables.assign(4, 10);
  for (std::size_t a = 0; a < 5; ++a) {
    for (std::size_t b = 0; b < a; ++b) AddMeeting(problem, a, b);
  }
  const PlanResult plan = Plan(problem, SmallEffort(), {});
  EXPECT_EQ(plan.proof, Proof::kImpossible);
  ASSERT_TRUE(plan.conflict);
  EXPECT_TRUE(plan.conflict->rules.empty());
}

TEST(PlannerTest, RepeatsItself) {
  const PlanResult first = Plan(BusySession(), SmallEffort(), {});
  const PlanResult second = Plan(BusySession(), SmallEffort(), {});
  EXPECT_EQ(first.schedule, second.schedule);
  EXPECT_EQ(first.proof, second.proof);
  EXPECT_EQ(first.bound, second.bound);
  EXPECT_EQ(first.moves, second.moves);
  EXPECT_EQ(first.conflicts, second.conflicts);
}

TEST(PlannerTest, ALargeSessionIsLeftToLocalSearch) {
  PlanOptions options = SmallEffort();
  options.most_exact_meetings = 0;
  options.group_size = 0;
  options.most_neighbourhoods = 0;
  const PlanResult plan = Plan(BusySession(), options, {});
  EXPECT_EQ(plan.conflicts, 0);
  EXPECT_EQ(plan.end, PlanEnd::kEffort);
  EXPECT_EQ(plan.moves, options.most_moves);
  EXPECT_EQ(plan.unplaced, 0);
  EXPECT_GE(plan.total_breaks, plan.bound);
}

TEST(PlannerTest, ALargeSessionIsBoundedByGroupsAndImprovedInParts) {
  PlanOptions options = SmallEffort();
  options.most_exact_meetings = 0;
  options.group_size = 0;
  options.most_neighbourhoods = 0;
  const PlanResult plain = Plan(BusySession(), options, {});
  options.group_size = 6;
  options.most_neighbourhoods = 5;
  const PlanResult plan = Plan(BusySession(), options, {});
  EXPECT_GE(plan.bound, plain.bound);
  EXPECT_LE(plan.total_breaks, plain.total_breaks);
  EXPECT_GE(plan.total_breaks, plan.bound);
  EXPECT_TRUE(CheckPlan(BusySession(), plan.schedule).violations.empty());
}

TEST(PlannerTest, OfTwoLocalSearchesAtOnceTheBetterOneCounts) {
  PlanOptions options = SmallEffort();
  options.most_exact_meetings = 0;
  options.most_neighbourhoods = 0;
  const PlanResult one = Plan(BusySession(), options, {});
  options.two_threads = true;
  const PlanResult two = Plan(BusySession(), options, {});
  EXPECT_LE(two.total_breaks, one.total_breaks);
  EXPECT_EQ(two.schedule, Plan(BusySession(), options, {}).schedule);
}

TEST(PlannerTest, AStoppedPlanSaysSoAndIsAPlan) {
  const SessionProblem problem = BusySession();
  const PlanResult plan = Plan(problem, {}, {.stop = [] { return true; }});
  EXPECT_EQ(plan.end, PlanEnd::kStopped);
  EXPECT_EQ(plan.proof, Proof::kOpen);
  for (const Violation& violation : CheckPlan(problem, plan.schedule).violations) {
    EXPECT_EQ(violation.kind, ViolationKind::kNotPlaced);
  }
}

TEST(PlannerTest, TellsOnlyOfProgress) {
  SearchProgress last;
  int told = 0;
  const SearchControl control{.stop = {}, .progress = [&](const SearchProgress& now) {
                                EXPECT_GE(now.bound, last.bound);
                                if (last.breaks) {
                                  EXPECT_LE(std::pair(*now.unplaced, *now.breaks),
                                            std::pair(*last.unplaced, *last.breaks));
                                }
                                last = now;
                                ++told;
                              }};
  const PlanResult plan = Plan(BusySession(), SmallEffort(), control);
  EXPECT_GT(told, 1);
  EXPECT_EQ(last.breaks, plan.total_breaks);
  EXPECT_EQ(last.bound, plan.bound);
}

TEST(PlannerTest, AnEmptySessionIsPlanned) {
  const PlanResult plan = Plan(OpenSession(2, 1), SmallEffort(), {});
  EXPECT_EQ(plan.proof, Proof::kOptimal);
  EXPECT_THAT(plan.schedule.slots, IsEmpty());
  EXPECT_THAT(plan.breaks, ElementsAre(0, 0));
}

}  // namespace
}  // namespace counterpoint::matching
