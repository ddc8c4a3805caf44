#include "matching/score/pair_score.h"

namespace counterpoint::matching {

PairShares ShareScore(const NetworkWeights& weights, const Connections& connections) {
  PairShares shares;
  if (!connections.graph().empty()) shares.popularity = weights.popularity;
  if (connections.any()) shares.closeness = weights.closeness;
  shares.profiles = 1 - (shares.popularity + shares.closeness);
  return shares;
}

double PairScore(const PairShares& shares, double profiles, double popularity, double closeness) {
  if (profiles <= 0) return 0;
  return shares.profiles * profiles +
         (shares.popularity * popularity + shares.closeness * closeness);
}

}  // namespace counterpoint::matching
