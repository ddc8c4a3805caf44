#include "matching/learning/acceptance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/matching/learning/shown_pairs.h"

namespace counterpoint::matching {
namespace {

using Outcome = ShownPair::Outcome;

constexpr auto kTopics = static_cast<std::size_t>(EvidenceTerm::kTopics);
constexpr auto kRegion = static_cast<std::size_t>(EvidenceTerm::kRegion);
constexpr auto kBudget = static_cast<std::size_t>(EvidenceTerm::kBudget);
constexpr auto kFreshness = static_cast<std::size_t>(EvidenceTerm::kFreshness);

// The objective as the header has it, in raw units.
double Objective(const std::vector<ShownPair>& shown, const LearningOptions& options,
                 const LearntAcceptance& learnt) {
  double sum = 0;
  for (const ShownPair& pair : shown) {
    const double p = AcceptanceProbability(learnt.model, pair.terms);
    const double examined =
        learnt.opened * learnt.examination[static_cast<std::size_t>(pair.place) - 1];
    switch (pair.outcome) {
      case Outcome::kAccepted:
        sum += std::log(examined * p);
        break;
      case Outcome::kSeen:
      case Outcome::kDeclined:
        sum += std::log(examined * (1 - p) * learnt.trace);
        break;
      case Outcome::kNothing:
        sum += std::log(1 - examined + examined * (1 - p) * (1 - learnt.trace));
        break;
    }
  }
  for (std::size_t t = 0; t < kEvidenceTerms; ++t) {
    double mean = 0;
    double square = 0;
    for (const ShownPair& pair : shown) mean += pair.terms[t] / static_cast<double>(shown.size());
    for (const ShownPair& pair : shown) square += std::pow(pair.terms[t] - mean, 2);
    const double spread = std::sqrt(square / static_cast<double>(shown.size()));
    sum -= options.regularisation / 2 * std::pow(learnt.model.weights[t] * spread, 2);
  }
  sum += 4 * std::log(learnt.opened);
  for (const double relative : learnt.examination) {
    sum += std::log(learnt.opened * relative * (1 - learnt.opened * relative));
  }
  return sum + std::log(learnt.trace * (1 - learnt.trace));
}

TEST(LearnAcceptanceTest, TheObjectiveNeverFalls) {
  for (const double trace : {0.0, 0.4}) {
    KnownPreferences known = ThreeTerms();
    known.trace = trace;
    const auto shown = Alliance(known, 1).ShowLists(100, 6, true);
    double last = -1e300;
    for (int rounds = 1; rounds <= 20; ++rounds) {
      const LearntAcceptance learnt = LearnAcceptance(shown, {.most_rounds = rounds});
      EXPECT_GE(learnt.objective, last - 1e-9);
      EXPECT_NEAR(learnt.objective, Objective(shown, {}, learnt), 1e-7);
      last = learnt.objective;
    }
  }
}

TEST(LearnAcceptanceTest, TheGradientVanishesAtTheOptimum) {
  KnownPreferences known = ThreeTerms();
  known.trace = 0.3;
  const auto shown = Alliance(known, 2).ShowLists(300, 4, true);
  const LearningOptions options{.most_rounds = 5000};
  const LearntAcceptance learnt = LearnAcceptance(shown, options);
  ASSERT_TRUE(learnt.converged);
  const auto slope = [&](auto&& parameter) {
    constexpr double kStep = 1e-5;
    LearntAcceptance more = learnt;
    LearntAcceptance less = learnt;
    parameter(more) += kStep;
    parameter(less) -= kStep;
    return (Objective(shown, options, more) - Objective(shown, options, less)) / (2 * kStep);
  };
  // Beside the 1,200 pairs that the objective is a sum over.
  constexpr double kFlat = 0.05;
  EXPECT_NEAR(slope([](auto& l) -> double& { return l.model.intercept; }), 0, kFlat);
  EXPECT_NEAR(slope([](auto& l) -> double& { return l.model.weights[kTopics]; }), 0, kFlat);
  EXPECT_NEAR(slope([](auto& l) -> double& { return l.model.weights[kRegion]; }), 0, kFlat);
  EXPECT_NEAR(slope([](auto& l) -> double& { return l.trace; }), 0, kFlat);
  EXPECT_NEAR(slope([](auto& l) -> double& { return l.opened; }), 0, kFlat);
  for (std::size_t k = 1; k < 4; ++k) {
    EXPECT_NEAR(slope([k](auto& l) -> double& { return l.examination[k]; }), 0, kFlat);
  }
}

class RecoveryTest : public ::testing::TestWithParam<double> {};

TEST_P(RecoveryTest, FindsWeightsAndExaminationWhereIgnoringPlacesDoesNot) {
  KnownPreferences known = ThreeTerms();
  known.trace = GetParam();
  // Those with most topics stand first, so that topics seem to matter more than
  // they do where places are ignored, and all is accepted less than it would be.
  const auto shown = Alliance(known, 3).ShowLists(4000, 8, true);
  const LearntAcceptance learnt = LearnAcceptance(shown, {});
  const LearntAcceptance naive = LearnAcceptance(shown, {.position_bias = false});
  EXPECT_NEAR(learnt.model.weights[kTopics], 6, 1);
  EXPECT_NEAR(learnt.model.weights[kRegion], -10, 1.5);
  EXPECT_NEAR(learnt.model.intercept, -2, 0.3);
  EXPECT_TRUE(learnt.converged);
  EXPECT_NEAR(learnt.model.weights[kBudget], 0, 1.5);
  EXPECT_GT(naive.model.weights[kTopics], 9);
  EXPECT_LT(naive.model.intercept, -4);
  for (int place = 1; place <= 8; ++place) {
    const auto k = static_cast<std::size_t>(place) - 1;
    EXPECT_NEAR(learnt.examination[k], known.Examination(place), 0.07) << place;
    EXPECT_EQ(naive.examination[k], 1);
  }
  EXPECT_GT(learnt.opened, 0.85);
  EXPECT_NEAR(learnt.trace, known.trace, 0.04);
}

INSTANTIATE_TEST_SUITE_P(LooksThatLeaveTraces, RecoveryTest, ::testing::Values(0.0, 0.3, 1.0));

TEST(LearnAcceptanceTest, FindsHowManyListsAreOpened) {
  KnownPreferences known = ThreeTerms();
  known.model.intercept = -1;
  known.trace = 0.5;
  auto lists = Alliance(known, 7).ShowKeyedLists(4000, 6, false);
  for (std::size_t l = 0; l < lists.size(); l += 2) {
    for (ShownPair& pair : lists[l].pairs) pair.outcome = Outcome::kNothing;
  }
  const LearntAcceptance learnt = LearnAcceptance(PairsOf(lists), {});
  EXPECT_NEAR(learnt.opened, 0.5, 0.1);
  EXPECT_NEAR(learnt.model.intercept, -1, 0.3);
  EXPECT_NEAR(learnt.model.weights[kTopics], 6, 1);
  EXPECT_NEAR(learnt.examination[1], 0.5, 0.05);
}

TEST(LearnAcceptanceTest, WhereAllIsAcceptedSeldomMostListsAreTakenToBeOpened) {
  KnownPreferences known = ThreeTerms();
  known.model.intercept = -5;
  const auto shown = Alliance(known, 8).ShowLists(1000, 6, false);
  EXPECT_GT(LearnAcceptance(shown, {}).opened, 0.75);
}

TEST(LearnAcceptanceTest, ProbabilitiesAddUpToWhatWasAccepted) {
  const auto shown = Alliance(ThreeTerms(), 4).ShowLists(500, 5, true);
  const LearntAcceptance learnt = LearnAcceptance(shown, {.position_bias = false});
  double expected = 0;
  double accepted = 0;
  for (const ShownPair& pair : shown) {
    expected += AcceptanceProbability(learnt.model, pair.terms);
    accepted += pair.outcome == Outcome::kAccepted;
  }
  EXPECT_NEAR(expected, accepted, 1e-5);
}

TEST(LearnAcceptanceTest, AConstantTermWeighsNothing) {
  const auto shown = Alliance(ThreeTerms(), 5).ShowLists(100, 5, false);
  EXPECT_EQ(LearnAcceptance(shown, {}).model.weights[kFreshness], 0);
}

TEST(LearnAcceptanceTest, PairsThatATermPartsHaveFiniteWeights) {
  std::vector<ShownPair> shown(40);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    shown[i].terms[kTopics] = static_cast<double>(i) / 100;
    shown[i].place = 1 + static_cast<int>(i % 4);
    shown[i].outcome = i >= 20 ? Outcome::kAccepted : Outcome::kDeclined;
  }
  const LearntAcceptance learnt = LearnAcceptance(shown, {});
  EXPECT_TRUE(learnt.converged);
  EXPECT_GT(learnt.model.weights[kTopics], 1);
  EXPECT_LT(learnt.model.weights[kTopics], 100);
  EXPECT_GT(AcceptanceProbability(learnt.model, shown.back().terms), 0.8);
  EXPECT_LT(AcceptanceProbability(learnt.model, shown.front().terms), 0.2);
}

TEST(LearnAcceptanceTest, PlacesThatWereNeverShownAreAsTheLastBefore) {
  auto shown = Alliance(ThreeTerms(), 6).ShowLists(300, 3, false);
  for (ShownPair& pair : shown) pair.place = 2 * pair.place;  // 2, 4, 6.
  const auto examination = LearnAcceptance(shown, {}).examination;
  ASSERT_EQ(examination.size(), 6U);
  EXPECT_EQ(examination[0], 1);
  EXPECT_EQ(examination[1], 1);
  EXPECT_EQ(examination[2], 1);
  EXPECT_LT(examination[3], 0.9);
  EXPECT_EQ(examination[4], examination[3]);
}

TEST(LearnAcceptanceTest, OneAcceptedAndOneOtherAreLearntFrom) {
  for (const Outcome other : {Outcome::kNothing, Outcome::kSeen, Outcome::kDeclined}) {
    for (const int place : {1, 9}) {
      std::vector<ShownPair> shown(2);
      shown[0].outcome = Outcome::kAccepted;
      shown[0].terms[kTopics] = 0.1;
      shown[1].outcome = other;
      shown[1].place = place;
      ASSERT_TRUE(CanLearn(shown).ok());
      const LearntAcceptance learnt = LearnAcceptance(shown, {});
      EXPECT_TRUE(std::isfinite(learnt.model.intercept));
      EXPECT_TRUE(std::isfinite(learnt.objective));
      for (const double examined : learnt.examination) {
        EXPECT_GT(examined, 0);
        EXPECT_LE(learnt.opened * examined, 1);
      }
    }
  }
}

TEST(LearnAcceptanceTest, NothingToTellApartIsAFailedPrecondition) {
  std::vector<ShownPair> shown(3);
  EXPECT_EQ(CanLearn(shown).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(CanLearn(shown).message()),
              ::testing::StartsWith("0 accepted and 3 other suggestions"));
  for (ShownPair& pair : shown) pair.outcome = Outcome::kAccepted;
  EXPECT_EQ(CanLearn(shown).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(CanLearn({}).code(), absl::StatusCode::kFailedPrecondition);
}

TEST(AcceptanceProbabilityTest, RisesWithTermsThatWeighMoreThanNothing) {
  const AcceptanceModel model = ThreeTerms().model;
  PairTerms terms{};
  EXPECT_NEAR(AcceptanceProbability(model, terms), 1 / (1 + std::exp(2)), 1e-12);
  terms[kTopics] = 0.1;
  EXPECT_GT(AcceptanceProbability(model, terms), 1 / (1 + std::exp(2)));
  terms[kRegion] = 0.2;
  EXPECT_LT(AcceptanceProbability(model, terms), 1 / (1 + std::exp(2)));
}

}  // namespace
}  // namespace counterpoint::matching
