// How likely it is that both sides of a suggestion accept it, learnt from what
// became of earlier suggestions.
//
// A pair with the terms x is accepted, once it is looked at, with probability
//   p(x) = 1 / (1 + exp(-(intercept + sum of weight x term))).
// What is far down a list is seldom looked at, so that it was not accepted says
// little. In the position based model a place k is looked at with
// probability
//   e_k = opened x examination_k,  examination_1 = 1
// whatever stands there, and what came of a pair is
//   accepted           e_k p
//   seen or declined   e_k (1 - p) trace
//   nothing            1 - e_k + e_k (1 - p) (1 - trace)
// where `trace` is how often a look without acceptance leaves a trace. All are
// estimated together by regression EM (Wang, Golbandi, Bendersky, Metzler, Najork,
// "Position bias estimation for unbiased learning to rank in personal search", WSDM
// 2018, which has no traces): how likely was each pair that came to nothing looked
// at; then, with that as its weight, the regression, and the shares of places and of
// looks. Each round raises
//   ln likelihood - regularisation / 2 x |weights of standardised terms|^2
//     + 5 ln e_1 + ln(1 - e_1) + sum over other places of ln e_k + ln(1 - e_k)
//     + ln trace + ln(1 - trace)
// whose second part keeps places with few pairs away from 0 and 1. As EM is slow where
// looks leave no trace, every third round starts from where the two before it point
// to (SQUAREM: Varadhan, Roland, "Simple and globally convergent methods for
// accelerating the convergence of any EM algorithm", Scandinavian Journal of
// Statistics 35, 2008). A round costs pairs x terms^2.
//
// What is seen are products of e_k and p; they are told apart by how p levels off
// towards 1 where terms are large. Where it does not, as all are accepted seldom, the
// data say as little about `opened` as about the height of p: then `opened` is about
// 0.9, and p is about how often a pair that stands first is accepted. Orders and
// examination, which is relative to the first place, do not suffer. Not estimated:
// that a pair is looked at because of what it is or what is beside it, that the looks
// of one list go together, and that people accept more because it stands high.
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
  // examination[0] is 1. More than 0, and above 1 only by chance. Places that were
  // never shown have that of the last before; where the first was not, it is relative
  // to the first that was.
  std::vector<double> examination;
  double opened = 1;  // How likely the first is: that a list is looked at at all.
  double trace = 0;   // Of a look without acceptance, as above.
  // Of the search; without position bias, which needs none, 0 and true.
  double objective = 0;   // What has been made largest, as above.
  int rounds = 0;         // Made.
  bool converged = true;  // Else all of `most_rounds` were made and more would gain.
};

// FAILED_PRECONDITION, with what is missing, unless at least one pair was accepted
// and one was not.
absl::Status CanLearn(const std::vector<ShownPair>& shown);

// Equal pairs in equal order give an equal result. Of no use with few pairs: about
// ten accepted for each term is the rule of thumb, with less the penalty decides
// and weights tend to 0. REQUIRES: CanLearn(shown) is OK; places are 1 or more.
LearntAcceptance LearnAcceptance(const std::vector<ShownPair>& shown,
                                 const LearningOptions& options);

// At a place, from 1; beyond the last as at the last. REQUIRES: `examination` is that
// of something learnt.
double ExaminationAt(const std::vector<double>& examination, int place);

// [0, 1]. Rises with each term whose weight is positive.
double AcceptanceProbability(const AcceptanceModel& model, const PairTerms& terms);

}  // namespace counterpoint::matching
