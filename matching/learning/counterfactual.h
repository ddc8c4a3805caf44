// What another order of the lists would have brought, estimated from what came of
// the order in which they were shown.
//
// In the position based model (see acceptance.h) a pair that was accepted at place k
// would have been accepted at place j with examination_j / examination_k times the
// probability. So
//   candidate = 1 / lists x sum over accepted pairs of
//                 min(examination_new / examination_old, most_weight)
// expects what the candidate's lists would have brought, had they held the same
// partners at the same places in another order (Joachims, Swaminathan, Schnabel,
// "Unbiased learning-to-rank with biased feedback", WSDM 2017; Li, Abbasi-Yadkori,
// Kveton, Muthukrishnan, Vinay, Wen, "Offline evaluation of ranking policies with
// click models", KDD 2018). Weights above `most_weight` are clipped, since one
// acceptance far down would decide all: that only ever makes the candidate look
// worse. The weights depend on the orders alone and not on chance, so there is
// nothing to gain in dividing by their sum (self-normalising).
//
// Intervals are percentiles of the bootstrap over keys (ShownList), with orders and
// examination as they are: they tell how much is chance in who accepted. Where
// examination itself is learnt from few lists, the truth is less sure than they say.
// Partners that were never shown are beyond what lists can tell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "matching/learning/cross_fit.h"
#include "matching/learning/proportion.h"

namespace counterpoint::matching {

struct GainOptions {
  double most_weight = 10;  // More than 0.
  int resamples = 2000;     // 1 or more.
  std::uint64_t seed = 1;
};

struct Estimate {
  double value = 0;
  Interval interval;  // 95 %.
};

// In accepted suggestions a list.
struct OfflineGain {
  Estimate present;     // As shown: plainly counted.
  Estimate candidate;   // In the candidate's order.
  Estimate difference;  // Candidate less present, of the same resamples.
  std::size_t lists = 0;
  std::size_t accepted = 0;  // Pairs,
  std::size_t clipped = 0;   // and those of them whose weight was.
};

// A list and what a candidate would have made of it.
struct JudgedList {
  const ShownList& shown;
  // By pair: the candidate shows the largest first, ties as they were shown.
  std::vector<double> preference;
  // By place from 1, as LearntAcceptance has it. Not learnt from this list, nor what
  // `preference` comes of, else the gain is flattered.
  const std::vector<double>& examination;
};

// Equal input gives equal output. Without lists all is 0.
OfflineGain EstimateGain(const std::vector<JudgedList>& lists, const GainOptions& options);

// Of ordering each list by the probability that the model of its fold gives: the gain
// to expect of a model learnt like these. REQUIRES: `fit` was made from `lists`.
OfflineGain EstimateGain(const std::vector<ShownList>& lists, const CrossFit& fit,
                         const GainOptions& options);

}  // namespace counterpoint::matching
