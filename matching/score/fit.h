// How well an offer fits a need, beside what the texts say.
#pragma once

#include <array>
#include <functional>

#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/policy/policy.h"

namespace counterpoint::matching {

// The parts of a fit in the order of EvidenceTerm, from kCooperationMode on.
enum class FitPart {
  kCooperationMode = 0,
  kWantedKind = 1,
  kRegion = 2,
  kTiming = 3,
  kBudget = 4,
  kPreference = 5,
};
inline constexpr int kFitParts = 6;
using FitParts = std::array<double, kFitParts>;
inline constexpr double kNotJudged = -1;

// With so much time left until one of the two closes, timing is as good as can be.
inline constexpr absl::Duration kAmpleTime = absl::Hours(24 * 90);

// One direction of a pair: the need of the seeker and the offer of the provider.
struct Pairing {
  const MemberFeatures& seeker;
  const ListingFeatures& need;
  const MemberFeatures& provider;
  const ListingFeatures& offer;
};

// False where one of the two has closed, a rule of one excludes the other's member,
// or the need meets only what is disclosed and the offer is not.
bool IsAllowed(const Pairing& pairing, absl::Time as_of);

// Whether an allowed offer of the provider stands beside any need of the seeker.
bool AnyAllowed(const MemberFeatures& seeker, const MemberFeatures& provider, absl::Time as_of);

// Each part in [0, 1], or kNotJudged where nothing is stated that it could be
// judged by:
// - cooperation mode: 1 where the two share one, else 0; judged where both
//   state some;
// - wanted kind, region: the mean over the sides that state some; regions as
//   RegionNearness;
// - timing: the time left until one of them closes, 1 from kAmpleTime on; judged
//   where one has an end;
// - budget: 1 where the ranges meet or the offer costs less, above that the
//   need's upper bound over the offer's lower one; judged where both are in one
//   currency;
// - preference: the share of both sides' SHOULD rules that is fulfilled.
FitParts JudgeFit(const Pairing& pairing, absl::Time as_of);

// What the similarity of the texts is multiplied with: the share of the text
// and those of the parts. They sum to 1 at most, and to 1 where all parts are 1;
// the weights of parts that are not judged go to the others in proportion.
struct FitShares {
  double text = 0;
  FitParts parts{};
  double factor() const;
};
FitShares ShareFit(const FitWeights& weights, const FitParts& parts);

}  // namespace counterpoint::matching
