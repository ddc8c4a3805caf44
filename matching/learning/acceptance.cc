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
constexpr int kRoundsOfLeap = 3;
constexpr double kPriorOpened = 5;
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

double Logit(double probability) { return std::log(probability / (1 - probability)); }

// The two halves of a round. What is estimated is one vector, its values free to be
// any number: the coefficients of the standardised terms, the intercept first; the
// logits of the examination of places from `reference_` on; the logit of the trace.
class RegressionEm {
 public:
  RegressionEm(const std::vector<ShownPair>& shown, const LearningOptions& options)
      : shown_(shown),
        regularisation_(options.regularisation),
        standard_(shown),
        labels_(Labels(shown)),
        coefficients_(standard_.columns.cols() + 1) {
    std::size_t places = 0;
    for (const ShownPair& pair : shown) places = std::max(places, PlaceOf(pair) + 1);
    shown_at_.resize(places);
    for (const ShownPair& pair : shown) ++shown_at_[PlaceOf(pair)];
    while (shown_at_[reference_] == 0) ++reference_;
  }

  // The regression as if all had been looked at, and beside it no idea of the rest.
  Eigen::VectorXd Start() const {
    Eigen::VectorXd state =
        Eigen::VectorXd::Zero(coefficients_ + static_cast<Eigen::Index>(shown_at_.size()) -
                              static_cast<Eigen::Index>(reference_) + 1);
    state[0] = std::log(labels_.sum() / (1 - labels_.array()).sum());
    state.head(coefficients_) = Regress(Eigen::VectorXd::Ones(labels_.size()), state);
    return state;
  }

  Eigen::VectorXd Round(const Eigen::VectorXd& state) const {
    const Eigen::VectorXd looked_at = Expect(state);
    std::vector<double> looks(shown_at_.size());
    double traced = 0;
    double unnoticed = 0;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const double look = looked_at[static_cast<Eigen::Index>(i)];
      looks[PlaceOf(shown_[i])] += look;
      if (shown_[i].outcome == Outcome::kNothing) {
        unnoticed += look;
      } else if (shown_[i].outcome != Outcome::kAccepted) {
        ++traced;
      }
    }
    Eigen::VectorXd next(state.size());
    next.head(coefficients_) = Regress(looked_at, state);
    Eigen::Index at = coefficients_;
    for (std::size_t k = reference_; k < looks.size(); ++k) {
      const double prior = PriorLooks(at);
      next[at++] = Logit((looks[k] + prior) / (static_cast<double>(shown_at_[k]) + prior + 1));
    }
    next[at] = Logit((traced + 1) / (traced + unnoticed + 2));
    return next;
  }

  // What each round raises.
  double Objective(const Eigen::VectorXd& state) const {
    const Eigen::VectorXd logits = Logits(state);
    const std::vector<double> examination = Examination(state);
    const double trace = Logistic(state[state.size() - 1]);
    double sum = -regularisation_ / 2 * state.segment(1, coefficients_ - 1).squaredNorm();
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const double examined = examination[PlaceOf(shown_[i])];
      const double logit = logits[static_cast<Eigen::Index>(i)];
      if (shown_[i].outcome == Outcome::kAccepted) {
        sum += std::log(examined) + LogLogistic(logit);
      } else if (shown_[i].outcome != Outcome::kNothing) {
        sum += std::log(examined * trace) + LogLogistic(-logit);
      } else {
        sum += std::log(1 - examined + examined * (1 - trace) * Logistic(-logit));
      }
    }
    for (Eigen::Index i = coefficients_; i < state.size(); ++i) {
      sum += PriorLooks(i) * LogLogistic(state[i]) + LogLogistic(-state[i]);
    }
    return sum;
  }

  LearntAcceptance Describe(const Eigen::VectorXd& state) const {
    LearntAcceptance learnt;
    learnt.model = standard_.InRawUnits(state.head(coefficients_));
    const std::vector<double> examination = Examination(state);
    learnt.opened = examination[reference_];
    for (std::size_t k = 0; k < examination.size(); ++k) {
      // Where nothing was shown nothing was learnt.
      const bool known = shown_at_[k] > 0;
      const double before = k == 0 ? 1 : learnt.examination[k - 1];
      learnt.examination.push_back(known ? examination[k] / learnt.opened : before);
    }
    learnt.trace = Logistic(state[state.size() - 1]);
    return learnt;
  }

  // Without what would have to be learnt of places.
  LearntAcceptance DescribeRegression(const Eigen::VectorXd& state) const {
    LearntAcceptance learnt;
    learnt.model = standard_.InRawUnits(state.head(coefficients_));
    learnt.examination.assign(shown_at_.size(), 1);
    return learnt;
  }

 private:
  // How likely each pair was looked at, given what came of it.
  Eigen::VectorXd Expect(const Eigen::VectorXd& state) const {
    const Eigen::VectorXd logits = Logits(state);
    const std::vector<double> examination = Examination(state);
    const double trace = Logistic(state[state.size() - 1]);
    Eigen::VectorXd looked_at = Eigen::VectorXd::Ones(labels_.size());
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      const double examined = examination[PlaceOf(shown_[i])];
      if (shown_[i].outcome != Outcome::kNothing) continue;
      const double unnoticed = examined * (1 - trace) * Logistic(-logits[row]);
      looked_at[row] = unnoticed / (1 - examined + unnoticed);
    }
    return looked_at;
  }

  // The coefficients, from those of `state` on.
  Eigen::VectorXd Regress(const Eigen::VectorXd& weights, const Eigen::VectorXd& state) const {
    return FitLogistic({standard_.columns, labels_, weights, regularisation_},
                       state.head(coefficients_));
  }

  Eigen::VectorXd Logits(const Eigen::VectorXd& state) const {
    return (standard_.columns * state.segment(1, coefficients_ - 1)).array() + state[0];
  }

  // How many looks each value after the coefficients is taken to have had before any
  // was seen, beside one that was missed. More for the first place: where the data
  // cannot tell how many lists were opened, most of them were.
  double PriorLooks(Eigen::Index at) const { return at == coefficients_ ? kPriorOpened : 1; }

  // Absolute, by place from 0; 1 before `reference_`.
  std::vector<double> Examination(const Eigen::VectorXd& state) const {
    std::vector<double> examination(shown_at_.size(), 1);
    Eigen::Index at = coefficients_;
    for (std::size_t k = reference_; k < examination.size(); ++k) {
      examination[k] = Logistic(state[at++]);
    }
    return examination;
  }

  const std::vector<ShownPair>& shown_;
  const double regularisation_;
  const StandardTerms standard_;
  const Eigen::VectorXd labels_;
  const Eigen::Index coefficients_;    // How many there are.
  std::vector<std::size_t> shown_at_;  // Pairs by place from 0, as all places here.
  std::size_t reference_ = 0;          // The first place at which any was shown.
};

// Three rounds in one: the first two show where the rounds lead to, the third is made
// from there. Never lower than after the two.
Eigen::VectorXd Leap(const RegressionEm& em, const Eigen::VectorXd& state) {
  const Eigen::VectorXd first = em.Round(state);
  Eigen::VectorXd second = em.Round(first);
  const Eigen::VectorXd change = first - state;
  const Eigen::VectorXd bend = second - first - change;
  if (bend.norm() == 0) return second;
  const double length = std::max(1.0, change.norm() / bend.norm());
  Eigen::VectorXd leapt = em.Round(state + 2 * length * change + length * length * bend);
  return em.Objective(leapt) >= em.Objective(second) ? leapt : second;
}

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
  const RegressionEm em(shown, options);
  Eigen::VectorXd state = em.Start();
  if (!options.position_bias) return em.DescribeRegression(state);
  double objective = em.Objective(state);
  int rounds = 0;
  bool converged = false;
  const double enough = kTolerance * static_cast<double>(shown.size());
  while (!converged && rounds < options.most_rounds) {
    const bool leap = options.most_rounds - rounds >= kRoundsOfLeap;
    state = leap ? Leap(em, state) : em.Round(state);
    rounds += leap ? kRoundsOfLeap : 1;
    const double next = em.Objective(state);
    converged = next - objective <= enough;
    objective = next;
  }
  LearntAcceptance learnt = em.Describe(state);
  learnt.objective = objective;
  learnt.rounds = rounds;
  learnt.converged = converged;
  return learnt;
}

double ExaminationAt(const std::vector<double>& examination, int place) {
  return examination[std::min(static_cast<std::size_t>(place), examination.size()) - 1];
}

double AcceptanceProbability(const AcceptanceModel& model, const PairTerms& terms) {
  double logit = model.intercept;
  for (std::size_t t = 0; t < terms.size(); ++t) logit += model.weights[t] * terms[t];
  return Logistic(logit);
}

}  // namespace counterpoint::matching
