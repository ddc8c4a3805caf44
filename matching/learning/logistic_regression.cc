#include "matching/learning/logistic_regression.h"

#include <Eigen/Cholesky>
#include <cmath>

namespace counterpoint::matching {
namespace {

constexpr int kMostSteps = 100;
constexpr int kMostHalvings = 40;
// Of the objective for each unit of weight: less than doubles tell apart in a sum.
constexpr double kTolerance = 1e-14;

Eigen::VectorXd Logits(const LogisticData& data, const Eigen::VectorXd& coefficients) {
  return (data.columns * coefficients.tail(data.columns.cols())).array() + coefficients[0];
}

double Objective(const LogisticData& data, const Eigen::VectorXd& coefficients,
                 const Eigen::VectorXd& logits) {
  double sum = 0;
  for (Eigen::Index i = 0; i < logits.size(); ++i) {
    // ln(1 - p) = ln p - logit.
    sum += data.weights[i] * (LogLogistic(logits[i]) - (1 - data.labels[i]) * logits[i]);
  }
  return sum - data.regularisation / 2 * coefficients.tail(data.columns.cols()).squaredNorm();
}

// By how much Newton's method changes the coefficients.
Eigen::VectorXd Step(const LogisticData& data, const Eigen::VectorXd& coefficients,
                     const Eigen::VectorXd& logits) {
  const Eigen::Index columns = data.columns.cols();
  const Eigen::VectorXd probabilities = logits.unaryExpr(&Logistic);
  const Eigen::VectorXd residuals = data.weights.cwiseProduct(data.labels - probabilities);
  const Eigen::VectorXd curvatures =
      data.weights.array() * probabilities.array() * (1 - probabilities.array());
  Eigen::VectorXd gradient(columns + 1);
  gradient[0] = residuals.sum();
  gradient.tail(columns) =
      data.columns.transpose() * residuals - data.regularisation * coefficients.tail(columns);
  Eigen::MatrixXd hessian(columns + 1, columns + 1);
  hessian(0, 0) = curvatures.sum();
  hessian.col(0).tail(columns) = data.columns.transpose() * curvatures;
  hessian.row(0).tail(columns) = hessian.col(0).tail(columns).transpose();
  hessian.bottomRightCorner(columns, columns) =
      data.columns.transpose() * curvatures.asDiagonal() * data.columns;
  // The intercept pays nothing, and has no curvature where all is decided.
  hessian(0, 0) += 1e-12;
  hessian.diagonal().tail(columns).array() += data.regularisation;
  return hessian.ldlt().solve(gradient);
}

}  // namespace

double Logistic(double logit) {
  if (logit >= 0) return 1 / (1 + std::exp(-logit));
  const double odds = std::exp(logit);
  return odds / (1 + odds);
}

double LogLogistic(double logit) {
  return logit >= 0 ? -std::log1p(std::exp(-logit)) : logit - std::log1p(std::exp(logit));
}

Eigen::VectorXd FitLogistic(const LogisticData& data, Eigen::VectorXd start) {
  Eigen::VectorXd coefficients = std::move(start);
  Eigen::VectorXd logits = Logits(data, coefficients);
  double objective = Objective(data, coefficients, logits);
  const double enough = kTolerance * data.weights.sum();
  for (int step = 0; step < kMostSteps; ++step) {
    Eigen::VectorXd change = Step(data, coefficients, logits);
    double gained = -1;
    for (int halving = 0; gained < 0 && halving < kMostHalvings; ++halving, change /= 2) {
      Eigen::VectorXd next = coefficients + change;
      Eigen::VectorXd next_logits = Logits(data, next);
      const double next_objective = Objective(data, next, next_logits);
      if (!(next_objective >= objective)) continue;
      gained = next_objective - objective;
      coefficients = std::move(next);
      logits = std::move(next_logits);
      objective = next_objective;
    }
    if (gained <= enough) break;
  }
  return coefficients;
}

}  // namespace counterpoint::matching
