#include "matching/planning/plan_checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Four participants and six slots; 0 meets 1, then 2, and 2 meets 3.
class PlanCheckerTest : public ::testing::Test {
 protected:
  PlanCheckerTest() {
    problem_.tables.assign(6, 2);
    problem_.participants.assign(4, {SlotSet::Range(0, 6)});
    problem_.meetings.resize(3);
    problem_.meetings[0].second = 1;
    problem_.meetings[1].second = 2;
    problem_.meetings[2].first = 2;
    problem_.meetings[2].second = 3;
    for (Meeting& meeting : problem_.meetings) meeting.window = SlotSet::Range(0, 6);
  }

  std::vector<Violation> Check(std::vector<int> slots) const {
    return CheckPlan(problem_, {std::move(slots)}).violations;
  }

  SessionProblem problem_;
};

TEST_F(PlanCheckerTest, AScheduleWithoutMistakesHasNoViolations) {
  EXPECT_THAT(Check({0, 1, 0}), IsEmpty());
}

TEST_F(PlanCheckerTest, EachMeetingNeedsItsEntry) {
  EXPECT_THAT(Check({0, 1}),
              ElementsAre(Violation{.kind = ViolationKind::kWrongLength, .amount = 2},
                          Violation{.kind = ViolationKind::kNotPlaced, .meeting = 2}));
  EXPECT_THAT(Check({0, 1, 2, 3}),
              ElementsAre(Violation{.kind = ViolationKind::kWrongLength, .amount = 4}));
}

TEST_F(PlanCheckerTest, AMeetingWithoutSlotIsNotPlaced) {
  EXPECT_THAT(Check({0, kUnplaced, 1}),
              ElementsAre(Violation{.kind = ViolationKind::kNotPlaced, .meeting = 1}));
  EXPECT_EQ(CheckPlan(problem_, {{0, kUnplaced, 1}}).unplaced, 1);
}

TEST_F(PlanCheckerTest, ASlotThatIsNotThereIsNamed) {
  EXPECT_THAT(Check({0, 6, -2}),
              ElementsAre(Violation{.kind = ViolationKind::kNoSuchSlot, .meeting = 1, .slot = 6},
                          Violation{.kind = ViolationKind::kNoSuchSlot, .meeting = 2, .slot = -2}));
}

TEST_F(PlanCheckerTest, WindowAndFixedSlotAreKept) {
  problem_.meetings[0].window = SlotSet::Range(3, 6);
  problem_.meetings[1].fixed = 4;
  EXPECT_THAT(
      Check({0, 1, 0}),
      ElementsAre(Violation{.kind = ViolationKind::kOutsideWindow, .meeting = 0, .slot = 0},
                  Violation{.kind = ViolationKind::kNotWhereFixed, .meeting = 1, .slot = 1}));
}

TEST_F(PlanCheckerTest, BothParticipantsHaveToBeAvailable) {
  problem_.participants[0].available.Remove(2);
  problem_.participants[1].available.Remove(2);
  EXPECT_THAT(
      Check({2, 1, 0}),
      ElementsAre(
          Violation{.kind = ViolationKind::kUnavailable, .meeting = 0, .participant = 0, .slot = 2},
          Violation{
              .kind = ViolationKind::kUnavailable, .meeting = 0, .participant = 1, .slot = 2}));
}

TEST_F(PlanCheckerTest, NobodyIsInTwoPlaces) {
  EXPECT_THAT(Check({3, 3, 4}), ElementsAre(Violation{.kind = ViolationKind::kTwoAtOnce,
                                                      .meeting = 1,
                                                      .participant = 0,
                                                      .other = 0,
                                                      .slot = 3}));
}

TEST_F(PlanCheckerTest, TablesOfASlotAreCountedOnce) {
  problem_.tables[1] = 1;
  EXPECT_THAT(Check({1, 0, 1}),
              ElementsAre(Violation{.kind = ViolationKind::kTooFewTables, .slot = 1, .amount = 2}));
}

TEST_F(PlanCheckerTest, OrderMeansAnEarlierSlot) {
  problem_.meetings[2].after = {0};
  EXPECT_THAT(Check({1, 0, 2}), IsEmpty());
  EXPECT_THAT(Check({1, 0, 1}),
              ElementsAre(Violation{
                  .kind = ViolationKind::kWrongOrder, .meeting = 2, .other = 0, .slot = 1}));
}

TEST_F(PlanCheckerTest, ABreakIsARunOfIdleSlotsOfAnyLength) {
  const PlanCheck check = CheckPlan(problem_, {{0, 4, 2}});
  EXPECT_THAT(check.breaks, ElementsAre(1, 0, 1, 0));
  EXPECT_EQ(check.total_breaks, 2);
}

TEST_F(PlanCheckerTest, BreaksMayDifferByAsMuchAsAllowed) {
  problem_.breaks = {.fairness = BreakFairness::kBreaks, .most_difference = 1};
  EXPECT_THAT(Check({0, 2, 3}), IsEmpty());
  problem_.breaks.most_difference = 0;
  EXPECT_THAT(
      Check({0, 2, 3}),
      ElementsAre(Violation{
          .kind = ViolationKind::kUnfairBreaks, .participant = 0, .other = 1, .amount = 1}));
}

TEST_F(PlanCheckerTest, BreaksThatAvailabilityForcesCanBeLeftOut) {
  problem_.breaks = {.fairness = BreakFairness::kBreaksBeyondForced, .most_difference = 0};
  // Slots 0, 2 and 4 alone: two meetings cannot be without a break.
  problem_.participants[0].available -= SlotSet::Of(1) | SlotSet::Of(3) | SlotSet::Of(5);
  EXPECT_THAT(Check({0, 2, 3}), IsEmpty());
  problem_.breaks.fairness = BreakFairness::kBreaks;
  EXPECT_EQ(Check({0, 2, 3}).size(), 1U);
}

TEST_F(PlanCheckerTest, SlotsWithoutTablesForceBreaks) {
  problem_.breaks = {.fairness = BreakFairness::kBreaksBeyondForced, .most_difference = 0};
  problem_.tables = {2, 0, 2, 0, 2, 0};
  EXPECT_THAT(Check({0, 2, 4}), IsEmpty());
}

TEST_F(PlanCheckerTest, TheNightBetweenTwoDaysIsNoBreak) {
  EXPECT_THAT(CheckPlan(problem_, {{0, 3, 5}}).breaks, ElementsAre(1, 0, 1, 0));
  problem_.days = {0, 2};
  EXPECT_THAT(CheckPlan(problem_, {{0, 3, 5}}).breaks, ElementsAre(0, 0, 1, 0));
  problem_.days = {0, 2, 4, 5};
  EXPECT_EQ(CheckPlan(problem_, {{0, 3, 5}}).total_breaks, 0);
}

TEST_F(PlanCheckerTest, OfSomeMeetingsOnlySoManyMayBeAtATime) {
  problem_.limits = {{.meetings = {0, 1}, .most = {0, 1, 1, 1, 1, 1}},
                     {.meetings = {0, 2}, .most = {1, 1, 1, 1, 1, 1}}};
  EXPECT_THAT(
      Check({0, 2, 0}),
      ElementsAre(
          Violation{.kind = ViolationKind::kOverLimit, .other = 0, .slot = 0, .amount = 1},
          Violation{.kind = ViolationKind::kOverLimit, .other = 1, .slot = 0, .amount = 2}));
  EXPECT_THAT(Check({1, 2, 0}), IsEmpty());
}

TEST_F(PlanCheckerTest, EachParticipantMissesItsOwnWishes) {
  problem_.participants[0].liked = SlotSet::Range(0, 2);
  problem_.participants[2].liked = SlotSet::Of(4);
  EXPECT_EQ(CheckPlan(problem_, {{0, 1, 0}}).missed_wishes, 2);
  EXPECT_EQ(CheckPlan(problem_, {{3, 5, 4}}).missed_wishes, 3);
  EXPECT_EQ(CheckPlan(problem_, {{1, kUnplaced, 4}}).missed_wishes, 0);
}

}  // namespace
}  // namespace counterpoint::matching
