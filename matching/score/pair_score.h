// The score of a pair: what the two profiles bring, and beside it what past
// partnerships say.
#pragma once

#include "matching/network/connections.h"
#include "matching/policy/policy.h"

namespace counterpoint::matching {

// Shares of the parts of the score; they sum to 1.
struct PairShares {
  double profiles = 1;
  double popularity = 0;
  double closeness = 0;
};

// The share of a part that cannot be judged goes to the profiles: popularity
// where nobody has partners, closeness where the asking member has none. With n
// partnerships in the alliance both count n / (n + 200) of their weights.
PairShares ShareScore(const NetworkWeights& weights, const Connections& connections);

// `profiles` is the mutual score or the gain, all are in [0, 1], and so is the
// result. 0 where `profiles` is: whom the profiles do not match, no network
// does. Rises with each, to the last bit.
double PairScore(const PairShares& shares, double profiles, double popularity, double closeness);

}  // namespace counterpoint::matching
