#include "matching/learning/acceptance.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "matching/learning/logistic_regression.h"

namespace counterpoint::matching {
namespace {

using Outcome = ShownPair::Outcome;

// Of the objective for each pair, from one round to the next.
constexpr double kTolerance = 1e-10;
// A spread this small is rounding.
constexpr double kConstant = 1e-9;

// The terms as columns of mean 0 and spread 1, without those that are constant.
struct StandardTerms {
  explicit StandardTerms(const std::vector<ShownPair>& shown) {
    const auto rows = static_cast<Eigen::Index>(shown.size());
    Eigen::MatrixXd all(rows, kEvidenceTerms);
    for (Eigen::Index i = 0; i < rows; ++i) {
      const PairTerms& row = shown[static_cast<std::size_t>(i)].terms;
      all.row(i) = Eigen::Map<const Eigen::RowVectorXd>(row.data(), kEvidenceTerms);
    }
    columns.resize(rows, kEvidenceTerms);
    for (Eigen::Index t = 0; t < kEvidenceTerms; ++t) {
      const double mean = all.col(t).mean();
      const double spread =
          std::sqrt((all.col(t).array() - mean).square().sum() / static_cast<double>(rows));
      if (spread <= kConstant) continue;
      columns.col(static_cast<Eigen::Index>(terms.size())) = (all.col(t).array() - mean) / spread;
      terms.push_back(static_cast<std::size_t>(t));
      means.push_back(mean);
      spreads.push_back(spread);
    }
    columns.conservativeResize(Eigen::NoChange, static_cast<Eigen::Index>(terms.size()));
  }

  // The intercept first.
  AcceptanceModel InRawUnits(const Eigen::VectorXd& coefficients) const {
    AcceptanceModel model;
    model.intercept = coefficients[0];
    for (std::size_t c = 0; c < terms.size(); ++c) {
      const double weight = coefficients[static_cast<Eigen::Index>(c) + 1] / spreads[c];
      model.weights[terms[c]] = weight;
      model.intercept -= weight * means[c];
    }
    return model;
  }

  Eigen::MatrixXd columns;
  std::vector<std::size_t> terms;  // Of each column.
  std::vector<double> means;
  std::vector<double> spreads;
};

std::size_t PlaceOf(const ShownPair& pair) { return static_cast<std::size_t>(pair.place - 1); }

// 1 where the pair was accepted, else 0.
Eigen::VectorXd Labels(const std::vector<ShownPair>& shown) {
  Eigen::VectorXd labels(static_cast<Eigen::Index>(shown.size()));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    labels[static_cast<Eigen::Index>(i)] = shown[i].outcome == Outcome::kAccepted ? 1 : 0;
  }
  return labels;
}

// What is estimated, and the two halves of a round.
class RegressionEm {
 public:
  RegressionEm(const std::vector<ShownPair>& shown, const LearningOptions& options)
      : shown_(shown),
        regularisation_(options.regularisation),
        standard_(shown),
        labels_(Labels(shown)),
        looked_at_(Eigen::VectorXd::Ones(labels_.size())) {
    std::size_t places = 0;
    for (const ShownPair& pair : shown) places = std::max(places, PlaceOf(pair) + 1);
    shown_at_.resize(places);
    for (const ShownPair& pair : shown) ++shown_at_[PlaceOf(pair)];
    while (shown_at_[reference_] == 0) ++reference_;
    examination_.assign(places, 1);
    if (options.position_bias) {
      std::fill(examination_.begin() + static_cast<std::ptrdiff_t>(reference_) + 1,
                examination_.end(), 0.5);
    }
    // As if all had been looked at.
    coefficients_ = Eigen::VectorXd::Zero(standard_.columns.cols() + 1);
    coefficients_[0] = std::log(labels_.sum() / (1 - labels_.array()).sum());
    Regress();
  }

  void Round() {
    Expect();
    Regress();
    CountLooks();
  }

  // What Round() raises.
  double Objective() const {
    double sum = -regularisation_ / 2 * coefficients_.tail(standard_.columns.cols()).squaredNorm();
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const double examined = examination_[PlaceOf(shown_[i])];
      const double logit = logits_[static_cast<Eigen::Index>(i)];
      if (shown_[i].outcome == Outcome::kAccepted) {
        sum += std::log(examined) + LogLogistic(logit);
      } else if (shown_[i].outcome != Outcome::kNothing) {
        sum += std::log(examined * trace_) + LogLogistic(-logit);
      } else if (examined == 1) {
        sum += std::log1p(-trace_) + LogLogistic(-logit);
      } else {
        sum += std::log(1 - examined + examined * (1 - trace_) * Logistic(-logit));
      }
    }
    for (std::size_t k = reference_ + 1; k < examination_.size(); ++k) {
      sum += std::log(examination_[k]) + std::log1p(-examination_[k]);
    }
    return sum + std::log(trace_) + std::log1p(-trace_);
  }

  LearntAcceptance Take() && {
    // Where nothing was shown nothing was learnt.
    for (std::size_t k = reference_ + 1; k < examination_.size(); ++k) {
      if (shown_at_[k] == 0) examination_[k] = examination_[k - 1];
    }
    LearntAcceptance learnt;
    learnt.model = standard_.InRawUnits(coefficients_);
    learnt.examination = std::move(examination_);
    learnt.trace = trace_;
    return learnt;
  }

 private:
  // How likely each pair that came to nothing was looked at.
  void Expect() {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      if (shown_[i].outcome != Outcome::kNothing) continue;
      const auto row = static_cast<Eigen::Index>(i);
      const double examined = examination_[PlaceOf(shown_[i])];
      if (examined == 1) continue;
      const double unnoticed = examined * (1 - trace_) * Logistic(-logits_[row]);
      looked_at_[row] = unnoticed / (1 - examined + unnoticed);
    }
  }

  void Regress() {
    coefficients_ = FitLogistic({standard_.columns, labels_, looked_at_, regularisation_},
                                std::move(coefficients_));
    logits_ = (standard_.columns * coefficients_.tail(standard_.columns.cols())).array() +
              coefficients_[0];
  }

  void CountLooks() {
    std::vector<double> looks(examination_.size());
    double traced = 0;
    double unnoticed = 0;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const double look = looked_at_[static_cast<Eigen::Index>(i)];
      looks[PlaceOf(shown_[i])] += look;
      if (shown_[i].outcome == Outcome::kNothing) {
        unnoticed += look;
      } else if (shown_[i].outcome != Outcome::kAccepted) {
        ++traced;
      }
    }
    for (std::size_t k = reference_ + 1; k < examination_.size(); ++k) {
      examination_[k] = (looks[k] + 1) / (static_cast<double>(shown_at_[k]) + 2);
    }
    trace_ = (traced + 1) / (traced + unnoticed + 2);
  }

  const std::vector<ShownPair>& shown_;
  const double regularisation_;
  const StandardTerms standard_;
  const Eigen::VectorXd labels_;
  Eigen::VectorXd looked_at_;          // By row; 1 but where it came to nothing.
  std::vector<std::size_t> shown_at_;  // Pairs by place from 0, as all places here.
  std::size_t reference_ = 0;          // The first place at which any was shown.
  std::vector<double> examination_;    // 1 up to `reference_`.
  double trace_ = 0.5;
  Eigen::VectorXd coefficients_;  // Of standardised terms, the intercept first.
  Eigen::VectorXd logits_;        // By row.
};

}  // namespace

absl::Status CanLearn(const std::vector<ShownPair>& shown) {
  const auto accepted = std::count_if(shown.begin(), shown.end(), [](const ShownPair& pair) {
    return pair.outcome == Outcome::kAccepted;
  });
  const auto others = static_cast<std::ptrdiff_t>(shown.size()) - accepted;
  if (accepted > 0 && others > 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(accepted, " accepted and ", others,
                   " other suggestions: at least one of each is needed to learn from"));
}

LearntAcceptance LearnAcceptance(const std::vector<ShownPair>& shown,
                                 const LearningOptions& options) {
  RegressionEm em(shown, options);
  double objective = em.Objective();
  int rounds = 0;
  // Without places that may not have been looked at the regression is all.
  bool converged = !options.position_bias;
  const double enough = kTolerance * static_cast<double>(shown.size());
  while (!converged && rounds < options.most_rounds) {
    em.Round();
    ++rounds;
    const double next = em.Objective();
    converged = next - objective <= enough;
    objective = next;
  }
  LearntAcceptance learnt = std::move(em).Take();
  learnt.objective = objective;
  learnt.rounds = rounds;
  learnt.converged = converged;
  return learnt;
}

double AcceptanceProbability(const AcceptanceModel& model, const PairTerms& terms) {
  double logit = model.intercept;
  for (std::size_t t = 0; t < terms.size(); ++t) logit += model.weights[t] * terms[t];
  return Logistic(logit);
}

}  // namespace counterpoint::matching
