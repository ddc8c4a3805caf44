// Why two members match: the terms of their score, which add up to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/network/connections.h"
#include "matching/policy/evidence_term.h"
#include "matching/policy/policy.h"
#include "matching/ranking/exclusion.h"
#include "matching/ranking/shared_topics.h"
#include "matching/ranking/shared_words.h"
#include "matching/ranking/staff_rules.h"

namespace counterpoint::matching {

struct Evidence {
  EvidenceTerm term = EvidenceTerm::kTopics;
  EvidenceSide side = EvidenceSide::kMember;  // Whose need is met; kPair: nobody's.
  double contribution = 0;                    // Of the score; below 0 of kStaffRule alone.
  std::string need;                           // Ids; empty: what stands in for listings, or none.
  std::string offer;
  // What was shared, and its parts of `contribution`, which they sum to at most.
  std::vector<SharedTopic> topics;    // Of kTopics: up to 5, the largest part first.
  std::vector<SharedWord> words;      // Of kWords: up to 8, the largest part first.
  std::size_t partners = 0;           // kPopularity: how many the partner has had.
  std::vector<std::string> via = {};  // kCloseness: Connections::Via, up to 3.
};

struct Explanation {
  double score = 0;
  double gain = 0;
  double partner_gain = 0;
  std::vector<Evidence> evidence;  // The largest first; adds up to `score` within 1e-6.
  // Empty unless something keeps the pair from being recommended.
  std::vector<ExclusionReason> exclusions;
};

// The score of a pair as RecommendPartners gives it, term by term. That the two
// have worked with each other is an exclusion, and so is a veto of the staff; what
// their factors add or take is kStaffRule. REQUIRES: `connections` and `rules` (null:
// none) are those of `member`.
Explanation ExplainMatch(const TextModel& model, const MemberFeatures& member,
                         const MemberFeatures& partner, const Policy& policy, absl::Time as_of,
                         const Connections& connections, const AskerRules* rules = nullptr);

// The score of a partner as MatchNeed gives it, term by term. REQUIRES:
// `connections` are those of somebody unknown.
Explanation ExplainNeed(const TextModel& model, const ListingFeatures& need,
                        const MemberFeatures& partner, const Policy& policy, absl::Time as_of,
                        const Connections& connections);

// Up to 5 topics that two profiles share, chosen as those of an evidence are.
std::vector<TopicIndex> SharedTopics(const TextModel& model, const TextFeatures& a,
                                     const TextFeatures& b);

}  // namespace counterpoint::matching
