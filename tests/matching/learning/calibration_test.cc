#include "matching/learning/calibration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace counterpoint::matching {
namespace {

// What happens as often as is said, times `bias`.
std::vector<Prediction> Predictions(int count, double bias) {
  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> uniform;
  std::vector<Prediction> predictions;
  for (int i = 0; i < count; ++i) {
    const double p = uniform(random) / 2;
    predictions.push_back({p, uniform(random) < p * bias});
  }
  return predictions;
}

TEST(CalibrateTest, IsCountedByHandForAFew) {
  const Calibration calibration =
      Calibrate({{0.8, true}, {0.1, false}, {0.2, true}, {0.6, true}}, 2);
  ASSERT_EQ(calibration.bins.size(), 2U);
  EXPECT_EQ(calibration.bins[0].count, 2);
  EXPECT_EQ(calibration.bins[0].least, 0.1);
  EXPECT_EQ(calibration.bins[0].most, 0.2);
  EXPECT_NEAR(calibration.bins[0].predicted, 0.15, 1e-12);
  EXPECT_EQ(calibration.bins[0].observed, 0.5);
  EXPECT_NEAR(calibration.bins[1].predicted, 0.7, 1e-12);
  EXPECT_EQ(calibration.bins[1].observed, 1);
  EXPECT_EQ(calibration.bins[1].interval.low, ProportionInterval(2, 2).low);
  EXPECT_NEAR(calibration.expected_error, (0.35 + 0.3) / 2, 1e-12);
  EXPECT_NEAR(calibration.brier, (0.04 + 0.01 + 0.64 + 0.16) / 4, 1e-12);
  EXPECT_NEAR(calibration.log_loss,
              -(std::log(0.8) + std::log(0.9) + std::log(0.2) + std::log(0.6)) / 4, 1e-12);
}

TEST(CalibrateTest, HonestProbabilitiesLieWithinTheIntervals) {
  const Calibration calibration = Calibrate(Predictions(20'000, 1));
  ASSERT_EQ(calibration.bins.size(), 10U);
  int within = 0;
  for (const CalibrationBin& bin : calibration.bins) {
    EXPECT_EQ(bin.count, 2000);
    within += bin.interval.low <= bin.predicted && bin.predicted <= bin.interval.high;
  }
  EXPECT_GE(within, 9);
  EXPECT_LT(calibration.expected_error, 0.01);
}

TEST(CalibrateTest, BoastfulProbabilitiesDoNot) {
  const Calibration calibration = Calibrate(Predictions(20'000, 0.7));
  for (std::size_t b = 3; b < calibration.bins.size(); ++b) {
    EXPECT_GT(calibration.bins[b].predicted, calibration.bins[b].interval.high);
  }
  EXPECT_NEAR(calibration.expected_error, 0.3 * 0.25, 0.01);
}

TEST(CalibrateTest, TheOrderOfThePredictionsDoesNotMatter) {
  auto predictions = Predictions(500, 1);
  for (Prediction& p : predictions) p.probability = std::round(p.probability * 8) / 8;
  const Calibration there = Calibrate(predictions);
  std::reverse(predictions.begin(), predictions.end());
  const Calibration back = Calibrate(predictions);
  ASSERT_EQ(there.bins.size(), back.bins.size());
  EXPECT_LE(there.bins.size(), 5U);
  for (std::size_t b = 0; b < there.bins.size(); ++b) {
    EXPECT_EQ(there.bins[b].count, back.bins[b].count);
    EXPECT_EQ(there.bins[b].observed, back.bins[b].observed);
    if (b > 0) {
      EXPECT_GT(there.bins[b].least, there.bins[b - 1].most);
    }
  }
  EXPECT_EQ(there.log_loss, back.log_loss);
}

TEST(CalibrateTest, BinsHoldEveryPredictionOnce) {
  for (int count = 0; count < 40; ++count) {
    for (int bins = 1; bins < 12; ++bins) {
      std::int64_t held = 0;
      for (const CalibrationBin& bin : Calibrate(Predictions(count, 1), bins).bins) {
        EXPECT_GT(bin.count, 0);
        held += bin.count;
      }
      EXPECT_EQ(held, count);
    }
  }
}

TEST(CalibrateTest, BeingSurelyWrongCostsMuchAndNotWithoutEnd) {
  EXPECT_NEAR(Calibrate({{0, true}}).log_loss, 34.5, 0.1);
  EXPECT_EQ(Calibrate({{1, true}}).log_loss, 0);
  EXPECT_EQ(Calibrate({}).brier, 0);
}

}  // namespace
}  // namespace counterpoint::matching
