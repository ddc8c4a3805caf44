// The lists: who should work with whom.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "matching/features/condition.h"
#include "matching/features/member_features.h"
#include "matching/index/member_index.h"
#include "matching/parallel.h"
#include "matching/policy/policy.h"
#include "matching/ranking/exclusion.h"
#include "matching/ranking/staff_rules.h"

namespace counterpoint::matching {

struct RankingQuery {
  Policy policy;     // Its floor, diversity and acceptance model apply.
  absl::Time as_of;  // For which deadlines, expiry and freshness are judged.
  Condition filter;
  absl::flat_hash_set<std::string> exclude;  // Member ids.
  std::size_t limit = 10;                    // Length of the list.
  bool include_partners = false;             // List whom the asking member has worked with.
  // Ids of members that must not be listed, by what is recorded between them and
  // the asking member; nothing that `include_partners` says changes that.
  absl::flat_hash_map<std::string, KeptApartBy> kept_apart;
  const StaffRules* rules = nullptr;  // Null: none. Of RecommendPartners alone.
};

struct RankedMatch {
  std::shared_ptr<const MemberFeatures> partner;
  double score = 0;         // As PairScore has it, with the factor of staff rules.
  double gain = 0;          // Of the member that asks.
  double partner_gain = 0;  // 0 for a need.
  // How likely both sides accept; set where the list has been ordered by it.
  std::optional<double> acceptance = {};
  bool pinned = false;  // A staff rule has put it in front, whatever its score.
};

// The best first, ties in order of id, unless diversity, an acceptance model or a
// pin says otherwise. A list with a smaller limit is the beginning of one with a
// larger limit.
struct Ranking {
  std::vector<RankedMatch> matches;
  // Members that filter, exclusions, states, capacities, past partnerships, what
  // else is recorded and vetoes of the staff let through, whatever rules of listings
  // and score say.
  std::int64_t eligible = 0;
};

// Partners for a member, best first, exact over all members of the index. The
// member need not be in the index; a member with its id is never listed. The
// profiles' part of the score is the mutual score. Staff rules move the scores
// before they are compared with the floor, and put partners in front; an
// acceptance model of the policy orders the list (see Arrange).
Ranking RecommendPartners(const MemberIndex& index, const MemberFeatures& member,
                          const RankingQuery& query, const ParallelFor& parallel);

// Members whose offers best meet a need of somebody unknown. The profiles' part
// of the score is the gain, and the only other one popularity. An acceptance model
// does not apply, as it is of two sides.
Ranking MatchNeed(const MemberIndex& index, const ListingFeatures& need, const RankingQuery& query,
                  const ParallelFor& parallel);

// Members whose profiles are alike: `score` is the similarity of the texts, and
// the gains are 0. The policy's floor and diversity do not apply, nor do past
// partnerships and what else is recorded.
Ranking SimilarMembers(const MemberIndex& index, const MemberFeatures& member,
                       const RankingQuery& query, const ParallelFor& parallel);

}  // namespace counterpoint::matching
