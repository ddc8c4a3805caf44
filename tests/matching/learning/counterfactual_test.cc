#include "matching/learning/counterfactual.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/matching/learning/shown_pairs.h"

namespace counterpoint::matching {
namespace {

constexpr auto kTopics = static_cast<std::size_t>(EvidenceTerm::kTopics);
constexpr auto kRegion = static_cast<std::size_t>(EvidenceTerm::kRegion);

bool Contains(const Interval& interval, double value) {
  return interval.low <= value && value <= interval.high;
}

std::vector<double> TrueExamination(const KnownPreferences& known, int places) {
  std::vector<double> examination;
  for (int place = 1; place <= places; ++place) examination.push_back(known.Examination(place));
  return examination;
}

// What a list brings on average in some order.
double TrueValue(const KnownPreferences& known, const ShownList& list,
                 const std::vector<double>& preference) {
  std::vector<std::size_t> order(list.pairs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return preference[a] > preference[b]; });
  double value = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    value += known.Examination(static_cast<int>(k) + 1) *
             AcceptanceProbability(known.model, list.pairs[order[k]].terms);
  }
  return value;
}

std::vector<double> AsShown(const ShownList& list) {
  std::vector<double> preference;
  for (const ShownPair& pair : list.pairs) preference.push_back(-pair.place);
  return preference;
}

std::vector<double> ByModel(const AcceptanceModel& model, const ShownList& list) {
  std::vector<double> preference;
  for (const ShownPair& pair : list.pairs) {
    preference.push_back(AcceptanceProbability(model, pair.terms));
  }
  return preference;
}

TEST(EstimateGainTest, TheSameOrderGainsNothing) {
  const auto lists = Alliance(ThreeTerms(), 1).ShowKeyedLists(100, 5, false);
  const auto examination = TrueExamination(ThreeTerms(), 5);
  std::vector<JudgedList> judged;
  for (const ShownList& list : lists) judged.push_back({list, AsShown(list), examination});
  const OfflineGain gain = EstimateGain(judged, {});
  EXPECT_GT(gain.present.value, 0);
  EXPECT_EQ(gain.candidate.value, gain.present.value);
  EXPECT_EQ(gain.difference.value, 0);
  EXPECT_EQ(gain.difference.interval.low, 0);
  EXPECT_EQ(gain.difference.interval.high, 0);
}

TEST(EstimateGainTest, NoPreferenceKeepsTheOrder) {
  const auto lists = Alliance(ThreeTerms(), 1).ShowKeyedLists(50, 5, false);
  const auto examination = TrueExamination(ThreeTerms(), 5);
  std::vector<JudgedList> judged;
  for (const ShownList& list : lists) judged.push_back({list, std::vector<double>(5), examination});
  EXPECT_EQ(EstimateGain(judged, {}).difference.value, 0);
}

TEST(EstimateGainTest, AWeightIsTheExaminationOfTheNewPlaceOverThatOfTheOld) {
  ShownList list;
  list.pairs.resize(3);
  for (int i = 0; i < 3; ++i)
    list.pairs[static_cast<std::size_t>(i)].place = 2 * i + 1;  // 1, 3, 5.
  list.pairs[2].outcome = ShownPair::Outcome::kAccepted;
  const std::vector<double> examination = {1, 0.8, 0.5, 0.4, 0.1};
  const auto estimate = [&](std::vector<double> preference, double most_weight) {
    return EstimateGain({{list, std::move(preference), examination}},
                        {.most_weight = most_weight, .resamples = 5});
  };
  EXPECT_DOUBLE_EQ(estimate({1, 2, 3}, 100).candidate.value, 1 / 0.1);
  EXPECT_DOUBLE_EQ(estimate({3, 1, 2}, 100).candidate.value, 0.5 / 0.1);
  const OfflineGain clipped = estimate({1, 2, 3}, 4);
  EXPECT_DOUBLE_EQ(clipped.candidate.value, 4);
  EXPECT_EQ(clipped.clipped, 1U);
  EXPECT_EQ(clipped.accepted, 1U);
}

// How often of `repeats` the interval holds the truth.
template <typename Estimate>
int Covered(int repeats, const Estimate& estimate) {
  int covered = 0;
  for (int i = 0; i < repeats; ++i) covered += estimate(static_cast<unsigned>(i)) ? 1 : 0;
  return covered;
}

TEST(EstimateGainTest, IntervalsHoldTheTrueValuesOfAGivenOrder) {
  const KnownPreferences known = ThreeTerms();
  const auto examination = TrueExamination(known, 6);
  AcceptanceModel candidate;  // Right about topics alone.
  candidate.weights[kTopics] = 1;
  int present_covered = 0;
  int candidate_covered = 0;
  int difference_covered = 0;
  constexpr int kRepeats = 200;
  for (unsigned seed = 0; seed < kRepeats; ++seed) {
    const auto lists = Alliance(known, 100 + seed).ShowKeyedLists(300, 6, false);
    std::vector<JudgedList> judged;
    double present = 0;
    double changed = 0;
    for (const ShownList& list : lists) {
      judged.push_back({list, ByModel(candidate, list), examination});
      present += TrueValue(known, list, AsShown(list)) / 300;
      changed += TrueValue(known, list, judged.back().preference) / 300;
    }
    const OfflineGain gain = EstimateGain(judged, {.resamples = 400, .seed = seed});
    present_covered += Contains(gain.present.interval, present);
    candidate_covered += Contains(gain.candidate.interval, changed);
    difference_covered += Contains(gain.difference.interval, changed - present);
  }
  EXPECT_GE(present_covered, kRepeats * 0.92);
  EXPECT_GE(candidate_covered, kRepeats * 0.92);
  EXPECT_GE(difference_covered, kRepeats * 0.92);
}

TEST(EstimateGainTest, IntervalsHoldTheTrueGainOfALearntOrder) {
  KnownPreferences known = ThreeTerms();
  known.trace = 0.5;
  constexpr int kRepeats = 40;
  int covered = 0;
  int gained = 0;
  for (unsigned seed = 0; seed < kRepeats; ++seed) {
    const auto lists = Alliance(known, 500 + seed).ShowKeyedLists(300, 6, false);
    const auto fit = CrossFitAcceptance(lists, 2, {});
    ASSERT_TRUE(fit.ok()) << fit.status();
    double truth = 0;
    for (std::size_t l = 0; l < lists.size(); ++l) {
      truth += (TrueValue(known, lists[l], ByModel(fit->For(l).model, lists[l])) -
                TrueValue(known, lists[l], AsShown(lists[l]))) /
               300;
    }
    const OfflineGain gain = EstimateGain(lists, *fit, {.resamples = 400, .seed = seed});
    covered += Contains(gain.difference.interval, truth);
    gained += gain.difference.interval.low > 0;
  }
  EXPECT_GE(covered, kRepeats * 0.85);
  EXPECT_GE(gained, kRepeats * 0.6);
}

TEST(EstimateGainTest, WhereNothingCanBeLearntNothingIsPromised) {
  KnownPreferences indifferent;
  indifferent.model.intercept = -1;
  int promised = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    const auto lists = Alliance(indifferent, 900 + seed).ShowKeyedLists(150, 4, false);
    const auto fit = CrossFitAcceptance(lists, 2, {});
    ASSERT_TRUE(fit.ok()) << fit.status();
    promised += EstimateGain(lists, *fit, {.resamples = 400}).difference.interval.low > 0;
  }
  EXPECT_LE(promised, 4);
}

TEST(EstimateGainTest, EqualSeedsGiveEqualIntervals) {
  const auto lists = Alliance(ThreeTerms(), 2).ShowKeyedLists(80, 4, false);
  const auto fit = CrossFitAcceptance(lists, 2, {});
  ASSERT_TRUE(fit.ok());
  const auto low = [&](std::uint64_t seed) {
    return EstimateGain(lists, *fit, {.seed = seed}).candidate.interval.low;
  };
  EXPECT_EQ(low(7), low(7));
  EXPECT_NE(low(7), low(8));
}

TEST(EstimateGainTest, ListsOfOneKeyAreDrawnTogether) {
  auto lists = Alliance(ThreeTerms(), 3).ShowKeyedLists(60, 4, false);
  for (ShownList& list : lists) list.key = "one member";
  const auto examination = TrueExamination(ThreeTerms(), 4);
  std::vector<JudgedList> judged;
  for (const ShownList& list : lists)
    judged.push_back({list, ByModel(ThreeTerms().model, list), examination});
  const OfflineGain gain = EstimateGain(judged, {});
  EXPECT_DOUBLE_EQ(gain.difference.interval.low, gain.difference.value);
  EXPECT_DOUBLE_EQ(gain.difference.interval.high, gain.difference.value);
}

TEST(EstimateGainTest, WithoutListsAllIsNothing) {
  const OfflineGain gain = EstimateGain(std::vector<JudgedList>(), {});
  EXPECT_EQ(gain.candidate.value, 0);
  EXPECT_EQ(gain.lists, 0U);
}

}  // namespace
}  // namespace counterpoint::matching
