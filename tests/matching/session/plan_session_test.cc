#include "matching/session/plan_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "matching/planning/plan_checker.h"
#include "matching/session/case_problem.h"
#include "tests/matching/session/small_cases.h"

namespace counterpoint::matching {
namespace {

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

TEST(PlanSessionTest, WithoutTableFeaturesAndOrderItFindsTheBestOfAllPlans) {
  const Comparison found =
      CompareWithAllPlans({.features = false, .order = false, .windows = false}, 150);
  EXPECT_EQ(found.best, found.planned);
  EXPECT_GT(found.proved, found.planned * 3 / 4);
}

TEST(PlanSessionTest, WhatItCallsProvedIsTheBestOfAllPlans) {
  const Comparison found = CompareWithAllPlans({}, 150);
  EXPECT_GT(found.best, found.planned * 9 / 10);
  EXPECT_GT(found.proved, found.planned * 3 / 4);
}

TEST(PlanSessionTest, PairsThatMustMeetAndExceedTheSlotsAreNamed) {
  SessionCase session = OpenCase(5, 3, 5);
  for (std::size_t other = 1; other < 5; ++other) {
    AddPair(session, 0, other, 0.1 * static_cast<double>(other)).candidate.rule = PairRule::kMust;
  }
  const SessionPlan plan = PlanQuickly(session);
  EXPECT_THAT(UnplacedPairs(plan), ElementsAre(0));  // That of the lowest score.
  EXPECT_THAT(plan.overloads, SizeIs(2));
}

}  // namespace
}  // namespace counterpoint::matching
