// How likely it is that both sides of a suggestion accept it, learnt from what
// became of earlier suggestions.
//
// [The essay: logistic regression on the terms of the score, L2, the position
// based model of examination, EM (Wang et al. 2018), what is estimated and what is
// not.]
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

#include "matching/learning/pair_terms.h"
#include "matching/policy/policy.h"

namespace counterpoint::matching {

// A suggestion that was shown, and what came of it.
struct ShownPair {
  PairTerms terms;
  int place = 1;  // In the list as it was shown, from 1.
  enum class Outcome {
    kNothing,   // Perhaps never looked at.
    kSeen,      // Looked at, and no decision yet: counts as not accepted.
    kAccepted,  // By both sides.
    kDeclined,  // By one.
  };
  Outcome outcome = Outcome::kNothing;
};

struct LearningOptions {
  double regularisation = 1.0;  // Of the squared weights of standardised terms.
  int most_rounds = 200;        // Of expectation and maximisation.
};

struct LearntAcceptance {
  AcceptanceModel model;
  // How likely a place is looked at, relative to the first; by place from 1, so
  // examination[0] is 1. Places that were never shown have that of the last before.
  std::vector<double> examination;
  int rounds = 0;
};

// REQUIRES: at least one accepted and one other pair.
LearntAcceptance LearnAcceptance(const std::vector<ShownPair>& shown,
                                 const LearningOptions& options);

// [0, 1]. Rises with each term whose weight is positive.
double AcceptanceProbability(const AcceptanceModel& model, const PairTerms& terms);

}  // namespace counterpoint::matching
