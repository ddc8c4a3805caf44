// Why two members match: the terms of their score, which add up to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/policy/policy.h"
#include "matching/ranking/exclusion.h"

namespace counterpoint::matching {

// The numbers are those of the public API.
enum class EvidenceTerm : std::uint8_t {
  kTopics = 1,
  kWords = 2,
  kLatent = 3,
  kEmbedding = 4,
  kCooperationMode = 5,
  kWantedKind = 6,
  kRegion = 7,
  kTiming = 8,
  kBudget = 9,
  kPreference = 10,
  kKindAffinity = 11,
  kCredentials = 12,
  kFreshness = 13,
};
inline constexpr int kEvidenceTerms = 14;  // With the unused 0.

struct Evidence {
  EvidenceTerm term = EvidenceTerm::kTopics;
  EvidenceSide side = EvidenceSide::kMember;  // Whose need is met.
  double contribution = 0;  // Of the score; 0 or more.
  std::string need;         // Ids; empty: what stands in for listings, or none.
  std::string offer;
  std::vector<TopicIndex> topics;  // Up to 5, the weightiest first.
  std::vector<std::string> words;  // Up to 8, the weightiest first.
};

struct Explanation {
  double score = 0;
  double gain = 0;
  double partner_gain = 0;
  std::vector<Evidence> evidence;  // The largest first; adds up to `score` within 1e-6.
  // Empty unless something keeps the pair from being recommended.
  std::vector<ExclusionReason> exclusions;
};

// The score of a pair as RecommendPartners gives it, term by term.
Explanation ExplainMatch(const TextModel& model, const MemberFeatures& member,
                         const MemberFeatures& partner, const Policy& policy, absl::Time as_of);

// The gain from a partner as MatchNeed gives it, term by term.
Explanation ExplainNeed(const TextModel& model, const ListingFeatures& need,
                        const MemberFeatures& partner, const Policy& policy, absl::Time as_of);

// Up to 5 topics that two profiles share, the weightiest first.
std::vector<TopicIndex> SharedTopics(const TextModel& model, const TextFeatures& a,
                                     const TextFeatures& b);

}  // namespace counterpoint::matching
