// Logistic regression with weights and an L2 penalty.
//
// Newton's method, which here is iteratively reweighted least squares (McCullagh,
// Nelder, "Generalized Linear Models", 1989, section 2.5), with steps halved until
// the objective rises. Cost of a step: rows x columns^2.
#pragma once

#include <Eigen/Core>

namespace counterpoint::matching {

// 1 / (1 + exp(-logit)), and its logarithm, without overflow.
double Logistic(double logit);
double LogLogistic(double logit);

// A row is one observation. Borrows all.
struct LogisticData {
  const Eigen::MatrixXd& columns;  // rows x columns, without one for the intercept.
  const Eigen::VectorXd& labels;   // rows; [0, 1].
  const Eigen::VectorXd& weights;  // rows; 0 or more.
  // Half of it is the price of each squared coefficient but the intercept. More
  // than 0, so that data that a plane parts has finite coefficients too.
  double regularisation = 1;
};

// The coefficients, the intercept first, that make the largest
//   sum of weight x (label ln p + (1 - label) ln(1 - p)) - regularisation / 2 x |slopes|^2
// from `start` on, which has one more than there are columns. REQUIRES: weight on
// labels above 0 and below 1.
Eigen::VectorXd FitLogistic(const LogisticData& data, Eigen::VectorXd start);

}  // namespace counterpoint::matching
