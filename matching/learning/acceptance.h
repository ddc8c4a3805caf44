// How likely it is that both sides of a suggestion accept it, learnt from what
// became of earlier suggestions.
//
// A pair with the terms x is accepted, once it is looked at, with probability
//   p(x) = 1 / (1 + exp(-(intercept + sum of weight x term))).
// What is far down a list is seldom looked at, so that it was not accepted says
// little. In the position based model a place k is looked at with probability
// examination_k, whatever stands there, and what came of a pair is
//   accepted           examination_k p
//   seen or declined   examination_k (1 - p) trace
//   nothing            1 - examination_k + examination_k (1 - p) (1 - trace)
// where `trace` is how often a look without acceptance leaves a trace. Weights,
// examination and trace are estimated together by regression EM (Wang, Golbandi,
// Bendersky, Metzler, Najork, "Position bias estimation for unbiased learning to
// rank in personal search", WSDM 2018), which has no traces: how likely was each
// pair that came to nothing looked at; then, with that as its weight, the
// regression, and the shares of places and of looks. Each round raises
//   ln likelihood - regularisation / 2 x |weights of standardised terms|^2
//     + ln of examination, 1 - examination, trace and 1 - trace, once each,
// whose last part keeps places with few pairs away from 0 and 1.
//
// Only products of examination and p are seen, so examination is relative to the
// first place, and p is how often a pair that stands there is accepted. Not
// estimated: that a pair is looked at because of what it is or what is beside it,
// and that people trust a place (they accept more because it is high).
#pragma once

#include <array>
#include <vector>

#include "absl/status/status.h"
#include "matching/learning/pair_terms.h"
#include "matching/policy/policy.h"

namespace counterpoint::matching {

// A suggestion that was shown, and what came of it.
struct ShownPair {
  PairTerms terms{};
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
  double regularisation = 1.0;  // More than 0; of standardised terms, as above.
  int most_rounds = 200;        // Of expectation and maximisation; 1 or more.
  // Without it every place is taken to be looked at, and what few have looked at
  // counts as not wanted.
  bool position_bias = true;
};

struct LearntAcceptance {
  // In the units of the terms. A term that is the same in all pairs weighs 0.
  AcceptanceModel model;
  // How likely a place is looked at, relative to the first; by place from 1, so
  // examination[0] is 1. Places that were never shown have that of the last
  // before; where the first was not, it is relative to the first that was.
  std::vector<double> examination;
  double trace = 0;        // Of a look without acceptance, as above.
  double objective = 0;    // What has been made largest, as above.
  int rounds = 0;          // That it took,
  bool converged = false;  // or all of `most_rounds`, and the next would gain more.
};

// FAILED_PRECONDITION, with what is missing, unless at least one pair was accepted
// and one was not.
absl::Status CanLearn(const std::vector<ShownPair>& shown);

// Equal pairs in equal order give an equal result. Of no use with few pairs: about
// ten accepted for each term is the rule of thumb, with less the penalty decides
// and weights tend to 0. REQUIRES: CanLearn(shown) is OK; places are 1 or more.
LearntAcceptance LearnAcceptance(const std::vector<ShownPair>& shown,
                                 const LearningOptions& options);

// [0, 1]. Rises with each term whose weight is positive.
double AcceptanceProbability(const AcceptanceModel& model, const PairTerms& terms);

}  // namespace counterpoint::matching
