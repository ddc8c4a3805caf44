// The score of one pair, and the terms that it is the sum of.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/network/connections.h"
#include "matching/policy/policy.h"
#include "matching/score/similarity.h"

namespace counterpoint::matching {

// Listings in the measure of a model, in their order. Borrows them.
std::vector<QueryText> WeighListings(const TextModel& model,
                                     const std::vector<ListingFeatures>& listings);

// The listings of a member in the measure of a model, made once to be compared
// with those of many. Borrows the member.
struct WeighedMember {
  WeighedMember(const TextModel& model, const MemberFeatures& member);

  const MemberFeatures& features;
  std::vector<QueryText> needs;  // In the order of the listings, as below.
  std::vector<QueryText> offers;
};

// Positions among the needs of one member and the offers of the other.
struct MetListings {
  std::size_t need = 0;
  std::size_t offer = 0;
};

struct ScoreTerm {
  EvidenceTerm term = EvidenceTerm::kTopics;
  double contribution = 0;  // Of the score; more than 0.
  // What it comes of; unset where it is the partner as a whole.
  std::optional<MetListings> listings;
};

// All terms together add up to `score` within 1e-6.
struct ScoredPair {
  double score = 0;
  double gain = 0;
  double partner_gain = 0;
  std::vector<ScoreTerm> of_gain;          // The member's needs, the partner's offers.
  std::vector<ScoreTerm> of_partner_gain;  // The other way round.
  std::vector<ScoreTerm> of_pair;          // Past partnerships: at most one of each term.
};

// The score as RecommendPartners gives it, whatever else keeps the two apart.
// REQUIRES: a policy as Scaled() returns it; `connections` are those of `member`.
ScoredPair ScoreMatch(const TextModel& model, const WeighedMember& member,
                      const WeighedMember& partner, const Policy& policy, absl::Time as_of,
                      const Connections& connections);

// The score as MatchNeed gives it: the gain of `seeker` alone counts. REQUIRES:
// as above; `connections` are those of somebody unknown.
ScoredPair ScoreNeed(const TextModel& model, const WeighedMember& seeker,
                     const WeighedMember& partner, const Policy& policy, absl::Time as_of,
                     const Connections& connections);

}  // namespace counterpoint::matching
