// With regularisation e, shares x of candidates are sought that maximise
//   sum of x (relevance + e - e ln x), 0 <= x <= 1,
// with row sums equal to the places (an empty place is one more candidate, of
// relevance kEmptyPlace, which may be taken often) and column sums of at most the
// capacities. Projecting onto the rows and onto the columns by turns is ascent of
// the dual by blocks, since Dykstra's corrections are the duals of the
// inequalities: the price of a column, and what cuts a share down to 1. So only
// prices are kept, and
//   rows     x = min(1, exp((relevance - price - u) / e)), u such that they sum to
//            the places
//   columns  price = max(0, price + e ln(sum / capacity))
#include "matching/exposure/shadow_prices.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace counterpoint::matching {
namespace {

// Of the scale of relevance, the regularisation of the steps, and rounds in each.
constexpr double kFirstRegularisation = 0.5;
constexpr int kSteps = 5;
constexpr int kRounds = 8;
// A step ends early where no column is over its capacity by a larger share.
constexpr double kTolerance = 0.01;

// Turns weights, the largest of which is 1, into shares that sum to `places`,
// each at most 1; `empty` is the weight of an empty place.
void ShareOut(double places, double empty, Eigen::ArrayXd& weights) {
  constexpr double kWhole = -1;
  double whole = 0;
  double scale = 0;
  // A share that reaches 1 leaves more to the others, of which more may reach it.
  for (double reached = 1; reached > 0; whole += reached) {
    const double rest = weights.max(0).sum() + empty;
    scale = rest > 0 ? std::max(0.0, places - whole) / rest : 0;
    reached = 0;
    for (double& weight : weights) {
      if (weight * scale < 1) continue;
      weight = kWhole;
      ++reached;
    }
  }
  weights = (weights == kWhole).select(1, weights * scale);
}

class PriceAscent {
 public:
  explicit PriceAscent(const ListTransport& problem)
      : problem_(problem),
        prices_(Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(problem.columns()))),
        sums_(prices_.size()) {}

  // Rows, then columns. Returns by which share some column was over its capacity.
  double Round(double regularisation) {
    sums_.setZero();
    for (std::size_t i = 0; i < problem_.rows(); ++i) ProjectRow(i, regularisation);
    double excess = 0;
    for (Eigen::Index j = 0; j < prices_.size(); ++j) {
      const double capacity = problem_.capacity[static_cast<std::size_t>(j)];
      if (sums_[j] == 0) {  // Whom nobody would take at all at this price, if anybody.
        prices_[j] /= 2;
        continue;
      }
      if (prices_[j] < kHighestPrice) excess = std::max(excess, sums_[j] / capacity - 1);
      prices_[j] = std::clamp(prices_[j] + regularisation * std::log(sums_[j] / capacity), 0.0,
                              kHighestPrice);
    }
    return excess;
  }

  Eigen::ArrayXd Take() && { return std::move(prices_); }

 private:
  void ProjectRow(std::size_t i, double regularisation) {
    const std::size_t first = problem_.first[i];
    const std::size_t candidates = problem_.first[i + 1] - first;
    if (problem_.places[i] == 0) return;
    shares_.resize(static_cast<Eigen::Index>(candidates));
    for (std::size_t k = 0; k < candidates; ++k) {
      shares_[static_cast<Eigen::Index>(k)] = prices_[problem_.column[first + k]];
    }
    shares_ =
        (problem_.relevance.segment(static_cast<Eigen::Index>(first), shares_.size()) - shares_) /
        regularisation;
    const double best = shares_.maxCoeff();
    shares_ = (shares_ - best).exp();
    ShareOut(problem_.places[i], std::exp(kEmptyPlace / regularisation - best), shares_);
    for (std::size_t k = 0; k < candidates; ++k) {
      sums_[problem_.column[first + k]] += shares_[static_cast<Eigen::Index>(k)];
    }
  }

  const ListTransport& problem_;
  Eigen::ArrayXd prices_;
  Eigen::ArrayXd sums_;    // Of the columns.
  Eigen::ArrayXd shares_;  // Of the candidates of a row.
};

}  // namespace

Eigen::ArrayXd ShadowPrices(const ListTransport& problem) {
  PriceAscent ascent(problem);
  double regularisation = kFirstRegularisation * RelevanceScale(problem);
  for (int step = 0; step < kSteps; ++step, regularisation /= 2) {
    for (int round = 0; round < kRounds; ++round) {
      if (ascent.Round(regularisation) <= kTolerance) break;
    }
  }
  return std::move(ascent).Take();
}

}  // namespace counterpoint::matching
