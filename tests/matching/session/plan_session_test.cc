#include "matching/session/plan_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "matching/planning/plan_checker.h"
#include "matching/session/case_problem.h"
#include "tests/matching/session/small_cases.h"

namespace counterpoint::matching {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

PlanOptions Quick() {
  return {.seed = 1, .first_moves = 3'000, .most_moves = 20'000, .most_conflicts = 20'000};
}

SessionPlan PlanQuickly(const SessionCase& session) {
  EXPECT_THAT(FindCaseFaults(session), IsEmpty());
  return PlanSession(session, Quick(), {});
}

std::vector<std::size_t> UnplacedPairs(const SessionPlan& plan) {
  std::vector<std::size_t> pairs;
  for (const UnplacedMeeting& meeting : plan.unplaced) pairs.push_back(meeting.pair);
  return pairs;
}

int SumOf(const UnplacedReason& reason) {
  return reason.outside_window + reason.first_away + reason.second_away + reason.first_busy +
         reason.second_busy + reason.no_table + reason.wrong_order + reason.open;
}

// Compares plans by Judge, scores to what a choice compares them to.
bool IsWorse(const Judgement& a, const Judgement& b) {
  const auto& [must_a, missing_a, with_a, score_a] = a;
  const auto& [must_b, missing_b, with_b, score_b] = b;
  if (std::tie(must_a, missing_a, with_a) != std::tie(must_b, missing_b, with_b)) {
    return std::tie(must_a, missing_a, with_a) > std::tie(must_b, missing_b, with_b);
  }
  return score_a > score_b + 1e-6;
}

struct Comparison {
  int proved = 0;
  int best = 0;
  int planned = 0;
};

Comparison CompareWithAllPlans(const CaseKinds& kinds, std::uint64_t seeds) {
  Comparison comparison;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const SessionCase session = RandomCase(seed, kinds);
    const SessionPlan plan = PlanQuickly(session);
    EXPECT_THAT(WhatIsWrong(session, plan.meetings), IsEmpty());
    const Judgement own = Judge(session, plan.meetings);
    EXPECT_NEAR(plan.score, -std::get<3>(own), 1e-9);
    EXPECT_EQ(std::accumulate(plan.missing.begin(), plan.missing.end(), 0), std::get<1>(own));
    for (const UnplacedMeeting& meeting : plan.unplaced) {
      EXPECT_EQ(SumOf(meeting.reason), session.slots);
    }
    const bool is_best = !IsWorse(own, BestOfAll(session));
    EXPECT_TRUE(is_best || !plan.choice_proved);
    ++comparison.planned;
    comparison.proved += plan.choice_proved;
    comparison.best += is_best;
  }
  return comparison;
}

TEST(PlanSessionTest, WithoutTableFeaturesAndOrderItSeldomMissesTheBestOfAllPlans) {
  const Comparison found =
      CompareWithAllPlans({.features = false, .order = false, .windows = false}, 150);
  EXPECT_GE(found.best, found.planned * 98 / 100);
  EXPECT_GT(found.proved, found.planned * 3 / 4);
}

TEST(PlanSessionTest, WhatItCallsProvedIsTheBestOfAllPlans) {
  const Comparison found = CompareWithAllPlans({}, 150);
  EXPECT_GT(found.best, found.planned * 9 / 10);
  EXPECT_GT(found.proved, found.planned * 3 / 4);
}

// One participant that must meet so many others.
SessionCase MustMeet(std::size_t others, int slots) {
  SessionCase session = OpenCase(others + 1, slots, others);
  for (std::size_t other = 1; other <= others; ++other) {
    AddPair(session, 0, other, 0.1 * static_cast<double>(other)).candidate.rule = PairRule::kMust;
  }
  return session;
}

TEST(PlanSessionTest, WhoMustMeetMoreThanItHasSlotsForIsNamedWithBoth) {
  SessionCase session = MustMeet(4, 5);
  session.participants[0].available = SlotSet::Range(1, 4);
  const SessionPlan plan = PlanQuickly(session);
  EXPECT_THAT(plan.overloads, ElementsAre(Overload{.kind = Overload::Kind::kMustOverSlots,
                                                   .participant = 0,
                                                   .wanted = 4,
                                                   .room = 3,
                                                   .pairs = {0, 1, 2, 3},
                                                   .slots = SlotSet::Range(1, 4)}));
  // The one with the lowest score is left.
  EXPECT_THAT(plan.unplaced, ElementsAre(UnplacedMeeting{
                                 .pair = 0, .reason = {.first_away = 2, .first_busy = 3}}));
  EXPECT_THAT(plan.meetings, SizeIs(3));
  EXPECT_FALSE(plan.choice_proved);
}

TEST(PlanSessionTest, WhoMustMeetMoreThanItMayIsNamedWithBoth) {
  SessionCase session = MustMeet(4, 5);
  session.participants[0].quota.most = 2;
  const SessionPlan plan = PlanQuickly(session);
  EXPECT_THAT(plan.overloads, ElementsAre(Overload{.kind = Overload::Kind::kMustOverMost,
                                                   .participant = 0,
                                                   .wanted = 4,
                                                   .room = 2,
                                                   .pairs = {0, 1, 2, 3}}));
  EXPECT_THAT(UnplacedPairs(plan), ElementsAre(0, 1));
}

TEST(PlanSessionTest, MorePairsThatMustMeetThanTablesAreNamed) {
  SessionCase session = MustMeet(4, 5);
  session.tables.resize(1);
  session.tables[0].open = SlotSet::Range(0, 3);
  const SessionPlan plan = PlanQuickly(session);
  EXPECT_THAT(plan.overloads,
              Contains(Overload{.kind = Overload::Kind::kMustOverTables, .wanted = 4, .room = 3}));
  EXPECT_THAT(UnplacedPairs(plan), ElementsAre(0));
}

TEST(PlanSessionTest, WhoCannotHaveItsLeastIsNamedWithWhatItCan) {
  SessionCase session = OpenCase(3, 4, 2);
  AddPair(session, 0, 1);
  AddPair(session, 0, 2);
  session.participants[0].quota = {.least = 3, .most = 4};
  EXPECT_THAT(PlanQuickly(session).overloads,
              ElementsAre(Overload{.kind = Overload::Kind::kLeastOverPairs,
                                   .participant = 0,
                                   .wanted = 3,
                                   .room = 2,
                                   .pairs = {0, 1}}));
  session.participants[0].quota.least = 2;
  session.participants[0].available = SlotSet::Of(3);
  const SessionPlan plan = PlanQuickly(session);
  EXPECT_THAT(plan.overloads, ElementsAre(Overload{.kind = Overload::Kind::kLeastOverSlots,
                                                   .participant = 0,
                                                   .wanted = 2,
                                                   .room = 1,
                                                   .pairs = {0, 1},
                                                   .slots = SlotSet::Of(3)}));
  EXPECT_THAT(plan.missing, ElementsAre(1, 0, 0));
  EXPECT_TRUE(plan.choice_proved);
  EXPECT_THAT(plan.unplaced, IsEmpty());
}

TEST(PlanSessionTest, APairThatMustMeetAndHasNoSlotIsUnplacedWithItsReason) {
  SessionCase session = OpenCase(2, 4, 1);
  AddPair(session, 0, 1).candidate.rule = PairRule::kMust;
  session.participants[0].available = SlotSet::Range(0, 2);
  session.participants[1].available = SlotSet::Range(2, 4);
  EXPECT_THAT(
      PlanQuickly(session).unplaced,
      ElementsAre(UnplacedMeeting{.pair = 0, .reason = {.first_away = 2, .second_away = 2}}));
}

TEST(PlanSessionTest, PairsThatOnlyMayMeetAndHaveNoSlotAreNotChosen) {
  SessionCase session = OpenCase(3, 2, 1);
  AddPair(session, 0, 1, 0.9).window = {};
  AddPair(session, 0, 2, 0.1);
  const SessionPlan plan = PlanQuickly(session);
  EXPECT_THAT(plan.meetings, ElementsAre(Field(&PlacedMeeting::pair, 1)));
  EXPECT_THAT(plan.unplaced, IsEmpty());
  EXPECT_TRUE(plan.choice_proved);
}

TEST(PlanSessionTest, PairsThatCrowdOneSlotAreChosenByScore) {
  // Three of them could only be in the first slot: one is, and others fill the rest.
  SessionCase session = OpenCase(7, 3, 3);
  for (std::size_t other = 1; other <= 3; ++other) {
    AddPair(session, 0, other, 0.9 + 0.01 * static_cast<double>(other)).window = SlotSet::Of(0);
  }
  for (std::size_t other = 4; other <= 6; ++other) {
    AddPair(session, 0, other, 0.1 * static_cast<double>(other));
  }
  const SessionPlan plan = PlanQuickly(session);
  EXPECT_NEAR(plan.score, 0.93 + 0.6 + 0.5, 1e-9);
  EXPECT_TRUE(plan.choice_proved);
  EXPECT_THAT(plan.unplaced, IsEmpty());
}

TEST(PlanSessionTest, PairsForOneScreenAreChosenByScore) {
  SessionCase session = OpenCase(12, 2, 4);
  session.tables[3].features = 1;
  for (std::size_t a = 0; a < 12; a += 2) {
    AddPair(session, a, a + 1, 0.1 * static_cast<double>(a + 1) / 2).features = a < 8 ? 1 : 0;
  }
  const SessionPlan plan = PlanQuickly(session);
  std::vector<std::size_t> pairs;
  for (const PlacedMeeting& meeting : plan.meetings) pairs.push_back(meeting.pair);
  std::sort(pairs.begin(), pairs.end());
  EXPECT_THAT(pairs, ElementsAre(2, 3, 4, 5));
  EXPECT_TRUE(plan.choice_proved);
}

TEST(PlanSessionTest, WhatFindsNoPlaceMakesRoomForOthers) {
  // By numbers all of the first three pairs have a place; but the two that follow
  // on the first cannot share the one slot that is left.
  SessionCase session = OpenCase(8, 2, 2);
  AddPair(session, 0, 1, 0.9);
  AddPair(session, 2, 3, 0.5).after = {0};
  AddPair(session, 2, 4, 0.6).after = {0};
  AddPair(session, 5, 6, 0.2);
  session.participants[5].available = SlotSet::Of(0);
  session.participants[5].quota.least = 0;
  const SessionPlan plan = PlanQuickly(session);
  EXPECT_NEAR(plan.score, 0.9 + 0.6 + 0.2, 1e-9);
  EXPECT_FALSE(plan.choice_proved);
}

TEST(PlanSessionTest, OthersMakeRoomForAPairThatMustMeet) {
  // Both of the last two would follow on the first, in the one slot that is left.
  SessionCase session = OpenCase(6, 2, 2);
  AddPair(session, 0, 1, 0.5);
  AddPair(session, 2, 3, 0.9).after = {0};
  SessionPair& must = AddPair(session, 2, 4, 0.1);
  must.after = {0};
  must.candidate.rule = PairRule::kMust;
  for (int seed = 1; seed < 6; ++seed) {
    PlanOptions options = Quick();
    options.seed = seed;
    const SessionPlan plan = PlanSession(session, options, {});
    EXPECT_NEAR(plan.score, 0.6, 1e-9);
    EXPECT_THAT(plan.unplaced, IsEmpty());
  }
}

TEST(PlanSessionTest, TheWorstOffComeFirstWhereTheSessionSaysSo) {
  SessionCase session = OpenCase(4, 1, 2);
  AddPair(session, 0, 1, 0.1);
  AddPair(session, 1, 2, 0.9);
  AddPair(session, 2, 3, 0.1);
  EXPECT_THAT(PlanQuickly(session).meetings, SizeIs(1));
  session.fairness = ChoiceFairness::kWorstOffFirst;
  EXPECT_THAT(PlanQuickly(session).meetings, SizeIs(2));
}

TEST(PlanSessionTest, MeetingsStandBySlotAndThenByTable) {
  SessionCase session = OpenCase(8, 3, 3);
  for (std::size_t a = 0; a < 8; ++a) {
    for (std::size_t b = 0; b < a; ++b) AddPair(session, a, b);
  }
  const SessionPlan plan = PlanQuickly(session);
  EXPECT_THAT(plan.meetings, SizeIs(9));
  EXPECT_TRUE(std::is_sorted(plan.meetings.begin(), plan.meetings.end(),
                             [](const PlacedMeeting& a, const PlacedMeeting& b) {
                               return std::pair(a.slot, a.table) < std::pair(b.slot, b.table);
                             }));
}

TEST(PlanSessionTest, EqualCasesGiveEqualPlans) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const SessionCase session = RandomCase(seed);
    EXPECT_EQ(PlanQuickly(session).meetings, PlanQuickly(session).meetings);
  }
}

TEST(PlanSessionTest, StoppedAtOnceItSaysSoAndKeepsTheRules) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const SessionCase session = RandomCase(seed);
    const SessionPlan plan = PlanSession(session, Quick(), {.stop = [] { return true; }});
    EXPECT_EQ(plan.end, PlanEnd::kStopped);
    EXPECT_THAT(WhatIsWrong(session, plan.meetings), IsEmpty());
  }
}

TEST(PlanSessionTest, WithoutPairsOrParticipantsThePlanIsEmpty) {
  const SessionPlan plan = PlanQuickly(OpenCase(0, 1, 0));
  EXPECT_THAT(plan.meetings, IsEmpty());
  EXPECT_TRUE(plan.choice_proved);
  EXPECT_THAT(PlanQuickly(OpenCase(3, 2, 1)).meetings, IsEmpty());
}

TEST(PlanSessionTest, PlansKeepTheRulesOfTheDerivedProblem) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    const SessionCase session = RandomCase(seed);
    const SessionPlan plan = PlanQuickly(session);
    std::vector<std::size_t> pairs;
    Schedule schedule;
    for (const PlacedMeeting& meeting : plan.meetings) {
      pairs.push_back(meeting.pair);
      schedule.slots.push_back(meeting.slot);
    }
    const PlanCheck check = CheckPlan(ProblemOf(session, pairs), schedule);
    EXPECT_THAT(check.violations, IsEmpty());
    EXPECT_EQ(check.breaks, plan.breaks);
    int missed = 0;
    const SlotSet& liked = session.participants[0].liked;
    for (const PlacedMeeting& meeting : plan.meetings) {
      const CandidatePair& pair = session.pairs[meeting.pair].candidate;
      const bool is_its = pair.first == 0 || pair.second == 0;
      missed += is_its && !liked.empty() && !liked.contains(meeting.slot);
    }
    EXPECT_EQ(plan.missed_wishes, missed);
  }
}

}  // namespace
}  // namespace counterpoint::matching
