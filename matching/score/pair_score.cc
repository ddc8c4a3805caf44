#include "matching/score/pair_score.h"

namespace counterpoint::matching {
namespace {

// In a handful of partnerships who has two of them is popular by chance.
constexpr double kHalfTrustPartnerships = 200;

double TrustIn(const PartnerGraph& graph) {
  const auto partnerships = static_cast<double>(graph.partnerships());
  return partnerships / (partnerships + kHalfTrustPartnerships);
}

}  // namespace

PairShares ShareScore(const NetworkWeights& weights, const Connections& connections) {
  PairShares shares;
  const double trust = TrustIn(connections.graph());
  if (!connections.graph().empty()) shares.popularity = trust * weights.popularity;
  if (connections.any()) shares.closeness = trust * weights.closeness;
  shares.profiles = 1 - (shares.popularity + shares.closeness);
  return shares;
}

double PairScore(const PairShares& shares, double profiles, double popularity, double closeness) {
  if (profiles <= 0) return 0;
  return shares.profiles * profiles +
         (shares.popularity * popularity + shares.closeness * closeness);
}

}  // namespace counterpoint::matching
