#include "matching/session/what_if.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tests/matching/session/small_cases.h"

namespace counterpoint::matching {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Kind = SessionChange::Kind;

PlanOptions Quick() {
  return {.seed = 1, .first_moves = 3'000, .most_moves = 20'000, .most_conflicts = 20'000};
}

ChangeWorth WorthOf(const SessionCase& session, const SessionChange& change) {
  const SessionPlan plan = PlanSession(session, Quick(), {});
  return JudgeChanges(session, plan, {change}, Quick(), {}).at(0);
}

std::vector<Relaxation> RelaxationsOf(const SessionCase& session) {
  const SessionPlan plan = PlanSession(session, Quick(), {});
  return FindRelaxations(session, plan, 20, Quick(), {});
}

MATCHER_P(ChangeIs, change, "") { return arg.change == change; }

// Two pairs of four participants, and one slot with one table.
SessionCase OneTableForTwoPairs() {
  SessionCase session = OpenCase(4, 1, 1);
  AddPair(session, 0, 1, 0.5);
  AddPair(session, 2, 3, 0.25);
  return session;
}

TEST(WhatIfTest, OneMoreTableIsWorthThePairThatItSeats) {
  const ChangeWorth worth =
      WorthOf(OneTableForTwoPairs(), {.kind = Kind::kMoreTables, .amount = 1});
  EXPECT_EQ(worth, (ChangeWorth{.meetings = 1, .score = 0.25, .proved = true}));
}

TEST(WhatIfTest, OneMoreSlotIsForEverybodyAndEveryTable) {
  SessionCase session = OneTableForTwoPairs();
  EXPECT_EQ(WorthOf(session, {.kind = Kind::kMoreSlots, .amount = 1}),
            (ChangeWorth{.meetings = 1, .score = 0.25, .proved = true}));
  EXPECT_EQ(Changed(session, {.kind = Kind::kMoreSlots, .amount = 300}).slots, SlotSet::kMost);
}

TEST(WhatIfTest, OneMoreSlotLeavesWindowsThatEndBefore) {
  SessionCase session = OpenCase(4, 2, 1);
  AddPair(session, 0, 1).window = SlotSet::Of(0);
  AddPair(session, 2, 3).window = SlotSet::Of(1);
  const SessionCase changed = Changed(session, {.kind = Kind::kMoreSlots, .amount = 2});
  EXPECT_EQ(changed.pairs[0].window, SlotSet::Of(0));
  EXPECT_EQ(changed.pairs[1].window, SlotSet::Range(1, 4));
  EXPECT_THAT(FindCaseFaults(changed), IsEmpty());
}

TEST(WhatIfTest, MoreTimeOfOneIsWorthWhatItCanThenMeet) {
  SessionCase session = OpenCase(3, 2, 2);
  AddPair(session, 0, 1, 0.5);
  AddPair(session, 0, 2, 0.25);
  session.participants[0].available = SlotSet::Of(0);
  EXPECT_EQ(WorthOf(session, {.kind = Kind::kMoreTime, .participant = 0, .slots = SlotSet::Of(1)}),
            (ChangeWorth{.meetings = 1, .score = 0.25, .proved = true}));
}

TEST(WhatIfTest, MoreMeetingsOfOneFillWhatAnotherIsMissing) {
  SessionCase session = OpenCase(3, 2, 2);
  AddPair(session, 0, 1, 0.5);
  AddPair(session, 0, 2, 0.25);
  session.participants[0].quota = {.least = 0, .most = 1};
  session.participants[1].quota = {.least = 1, .most = 1};
  session.participants[2].quota = {.least = 1, .most = 1};
  EXPECT_EQ(WorthOf(session, {.kind = Kind::kMoreMeetings, .amount = 1, .participant = 0}),
            (ChangeWorth{.meetings = 1, .score = 0.25, .missing = -1, .proved = true}));
}

TEST(WhatIfTest, LeavingOutAPairCostsItsScore) {
  EXPECT_EQ(WorthOf(OneTableForTwoPairs(), {.kind = Kind::kLeaveOut, .pair = 0}),
            (ChangeWorth{.meetings = 0, .score = -0.25, .proved = true}));
}

TEST(WhatIfTest, AFreedPairHasNeitherWindowNorOrder) {
  SessionCase session = OpenCase(4, 3, 2);
  AddPair(session, 0, 1).window = SlotSet::Of(2);
  AddPair(session, 2, 3).after = {0};
  session.pairs[0].fixed_slot = 2;
  const SessionCase changed = Changed(session, {.kind = Kind::kFreeSlot, .pair = 0});
  EXPECT_EQ(changed.pairs[0].window, SlotSet::Range(0, 3));
  EXPECT_FALSE(changed.pairs[0].fixed_slot);
  EXPECT_THAT(changed.pairs[1].after, IsEmpty());
}

TEST(WhatIfTest, FreeBreaksAreOff) {
  SessionCase session = OpenCase(2, 1, 1);
  session.breaks.fairness = BreakFairness::kBreaks;
  EXPECT_EQ(Changed(session, {.kind = Kind::kFreeBreaks}).breaks.fairness, BreakFairness::kOff);
}

TEST(WhatIfTest, StoppedItGivesWhatItHasFinished) {
  const SessionCase session = OneTableForTwoPairs();
  const SessionPlan plan = PlanSession(session, Quick(), {});
  const SessionChange change{.kind = Kind::kMoreTables, .amount = 1};
  EXPECT_THAT(JudgeChanges(session, plan, {change, change}, Quick(), {.stop = [] { return true; }}),
              IsEmpty());
  EXPECT_THAT(FindRelaxations(session, plan, 5, Quick(), {.stop = [] { return true; }}), IsEmpty());
}

TEST(RelaxationTest, WhereAllIsPlacedAndNothingMissingThereIsNone) {
  EXPECT_THAT(RelaxationsOf(OneTableForTwoPairs()), IsEmpty());
}

TEST(RelaxationTest, OneThatMustMeetMoreThanItHasSlotsForNeedsOneMore) {
  SessionCase session = OpenCase(4, 3, 3);
  for (std::size_t other = 1; other < 4; ++other) {
    AddPair(session, 0, other).candidate.rule = PairRule::kMust;
  }
  session.participants[0].available = SlotSet::Range(0, 2);
  const std::vector<Relaxation> relaxations = RelaxationsOf(session);
  EXPECT_THAT(relaxations,
              Contains(ChangeIs(SessionChange{
                  .kind = Kind::kMoreTime, .participant = 0, .slots = SlotSet::Of(2)})));
  EXPECT_THAT(relaxations,
              Contains(ChangeIs(SessionChange{.kind = Kind::kMoreSlots, .amount = 1})));
  EXPECT_THAT(relaxations,
              Not(Contains(ChangeIs(SessionChange{.kind = Kind::kMoreTables, .amount = 1}))));
  for (const Relaxation& relaxation : relaxations) {
    if (relaxation.change.kind == Kind::kLeaveOut) continue;
    EXPECT_EQ(relaxation.worth.unplaced, -1);
    EXPECT_EQ(relaxation.worth.meetings, 1);
  }
}

TEST(RelaxationTest, OneThatMustMeetMoreThanItMayIsAllowedMore) {
  SessionCase session = OpenCase(4, 3, 3);
  for (std::size_t other = 1; other < 4; ++other) {
    AddPair(session, 0, other).candidate.rule = PairRule::kMust;
  }
  session.participants[0].quota.most = 1;
  const std::vector<Relaxation> relaxations = RelaxationsOf(session);
  ASSERT_THAT(relaxations, Not(IsEmpty()));
  EXPECT_EQ(relaxations[0].change,
            (SessionChange{.kind = Kind::kMoreMeetings, .amount = 2, .participant = 0}));
  EXPECT_EQ(relaxations[0].worth.unplaced, -2);
}

TEST(RelaxationTest, AFixedPairThatMustMeetIsFreed) {
  SessionCase session = OpenCase(3, 2, 1);
  for (const std::size_t other : {1U, 2U}) {
    SessionPair& pair = AddPair(session, 0, other);
    pair.candidate.rule = PairRule::kMust;
    pair.fixed_slot = 0;
  }
  const std::vector<Relaxation> relaxations = RelaxationsOf(session);
  EXPECT_THAT(relaxations,
              Contains(Field(&Relaxation::change, Field(&SessionChange::kind, Kind::kFreeSlot))));
}

TEST(RelaxationTest, WhoIsMissingAMeetingGetsOneFromAPartnerThatMayHaveMore) {
  SessionCase session = OpenCase(3, 2, 2);
  AddPair(session, 0, 1, 0.5);
  AddPair(session, 0, 2, 0.25);
  session.participants[0].quota = {.least = 0, .most = 1};
  session.participants[1].quota = {.least = 1, .most = 1};
  session.participants[2].quota = {.least = 1, .most = 1};
  const std::vector<Relaxation> relaxations = RelaxationsOf(session);
  ASSERT_THAT(relaxations, SizeIs(1));
  EXPECT_EQ(relaxations[0].change,
            (SessionChange{.kind = Kind::kMoreMeetings, .amount = 1, .participant = 0}));
}

TEST(RelaxationTest, OfRandomCasesTheyHelpAsTheySayAndComeBestFirst) {
  int helpful = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    const SessionCase session = RandomCase(seed, {.features = false});
    const SessionPlan plan = PlanSession(session, Quick(), {});
    const std::vector<Relaxation> relaxations = FindRelaxations(session, plan, 5, Quick(), {});
    EXPECT_LE(relaxations.size(), 5U);
    std::tuple last{-100, -100, -100.0};
    for (const Relaxation& relaxation : relaxations) {
      ++helpful;
      const SessionCase changed = Changed(session, relaxation.change);
      EXPECT_THAT(FindCaseFaults(changed), IsEmpty());
      const SessionPlan after = PlanSession(changed, Quick(), {});
      EXPECT_THAT(WhatIsWrong(changed, after.meetings), IsEmpty());
      const auto missing = [](const SessionPlan& p) {
        return std::accumulate(p.missing.begin(), p.missing.end(), 0);
      };
      EXPECT_LT(std::pair(after.unplaced.size(), missing(after)),
                std::pair(plan.unplaced.size(), missing(plan)));
      EXPECT_GE(after.meetings.size(), plan.meetings.size());
      const std::tuple now{relaxation.worth.unplaced, relaxation.worth.missing,
                           -relaxation.worth.score};
      EXPECT_LE(last, now);
      last = now;
    }
  }
  EXPECT_GT(helpful, 30);
}

}  // namespace
}  // namespace counterpoint::matching
