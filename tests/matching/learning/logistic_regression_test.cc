#include "matching/learning/logistic_regression.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace counterpoint::matching {
namespace {

struct Observations {
  Eigen::MatrixXd columns;
  Eigen::VectorXd labels;
  Eigen::VectorXd weights;
};

// Labels and weights anywhere in [0, 1], from a fixed seed.
Observations RandomObservations(unsigned seed, int rows, int columns) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  Observations made{Eigen::MatrixXd(rows, columns), Eigen::VectorXd(rows), Eigen::VectorXd(rows)};
  for (double& value : made.columns.reshaped()) value = normal(random);
  for (double& value : made.labels)
    value = uniform(random) < 0.5 ? std::round(uniform(random)) : uniform(random);
  for (double& value : made.weights) value = uniform(random);
  return made;
}

// Written as the header has it.
double Objective(const LogisticData& data, const Eigen::VectorXd& coefficients) {
  double sum = 0;
  for (Eigen::Index i = 0; i < data.labels.size(); ++i) {
    double logit = coefficients[0];
    for (Eigen::Index c = 0; c < data.columns.cols(); ++c) {
      logit += data.columns(i, c) * coefficients[c + 1];
    }
    const double p = 1 / (1 + std::exp(-logit));
    sum +=
        data.weights[i] * (data.labels[i] * std::log(p) + (1 - data.labels[i]) * std::log(1 - p));
  }
  for (Eigen::Index c = 1; c < coefficients.size(); ++c) {
    sum -= data.regularisation / 2 * coefficients[c] * coefficients[c];
  }
  return sum;
}

TEST(LogisticTest, IsExactFarOut) {
  EXPECT_EQ(Logistic(0), 0.5);
  EXPECT_EQ(Logistic(800), 1);
  EXPECT_NEAR(Logistic(-30) / std::exp(-30), 1, 1e-12);
  EXPECT_EQ(LogLogistic(-800), -800);
  EXPECT_NEAR(LogLogistic(30) / -std::exp(-30), 1, 1e-12);
}

TEST(FitLogisticTest, TheGradientVanishesAtTheOptimum) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const int columns = static_cast<int>(seed % 6);
    const Observations made = RandomObservations(seed, 40, columns);
    const LogisticData data{made.columns, made.labels, made.weights, 0.1 * seed};
    const Eigen::VectorXd fitted = FitLogistic(data, Eigen::VectorXd::Zero(columns + 1));
    constexpr double kStep = 1e-5;
    for (Eigen::Index c = 0; c < fitted.size(); ++c) {
      Eigen::VectorXd more = fitted;
      Eigen::VectorXd less = fitted;
      more[c] += kStep;
      less[c] -= kStep;
      EXPECT_NEAR((Objective(data, more) - Objective(data, less)) / (2 * kStep), 0, 1e-6);
    }
  }
}

TEST(FitLogisticTest, WithoutColumnsTheInterceptIsTheLogOdds) {
  const Eigen::MatrixXd none(4, 0);
  const Eigen::VectorXd labels = Eigen::Vector4d(1, 0, 0, 0);
  const Eigen::VectorXd weights = Eigen::Vector4d(3, 1, 1, 0);
  const Eigen::VectorXd fitted = FitLogistic({none, labels, weights, 1}, Eigen::VectorXd::Zero(1));
  EXPECT_NEAR(fitted[0], std::log(3.0 / 2.0), 1e-9);
}

TEST(FitLogisticTest, DataThatAPlanePartsHasFiniteCoefficients) {
  Eigen::MatrixXd column(6, 1);
  column << -3, -2, -1, 1, 2, 3;
  Eigen::VectorXd labels(6);
  labels << 0, 0, 0, 1, 1, 1;
  const Eigen::VectorXd weights = Eigen::VectorXd::Ones(6);
  double last = 0;
  for (const double regularisation : {1.0, 0.1, 0.001, 1e-6}) {
    const Eigen::VectorXd fitted =
        FitLogistic({column, labels, weights, regularisation}, Eigen::VectorXd::Zero(2));
    ASSERT_TRUE(fitted.allFinite());
    EXPECT_NEAR(fitted[0], 0, 1e-6);
    EXPECT_GT(fitted[1], last);
    last = fitted[1];
  }
}

TEST(FitLogisticTest, TheStartDoesNotMatter) {
  const Observations made = RandomObservations(77, 60, 3);
  const LogisticData data{made.columns, made.labels, made.weights, 1};
  const Eigen::VectorXd near = FitLogistic(data, Eigen::VectorXd::Zero(4));
  const Eigen::VectorXd far = FitLogistic(data, Eigen::Vector4d(30, -30, 30, -30));
  EXPECT_LT((near - far).norm(), 1e-6);
}

}  // namespace
}  // namespace counterpoint::matching
