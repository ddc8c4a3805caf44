// Why a member is not in another's list.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "matching/index/member_index.h"
#include "matching/ranking/evidence.h"
#include "matching/ranking/ranking.h"
#include "matching/ranking/remedies.h"

namespace counterpoint::matching {

// In this order, the first that applies. The numbers are those of the public API.
enum class WhyNotReason : std::uint8_t {
  kListed = 1,
  kExcludedByRequest = 2,
  kFiltered = 3,
  // State, capacity, what is recorded between the two, a veto of the staff; closed
  // listings and rules, where without them there is a score; a demotion of the staff,
  // where without it the score would do.
  kRule = 4,
  kNothingShared = 5,
  kBelowFloor = 6,
  kOutranked = 7,
  kNotDiverse = 8,
  // Among the best by score, and both sides are likelier to accept those listed.
  kLessProbable = 9,
};

struct WeakestTerm {
  EvidenceTerm term = EvidenceTerm::kTopics;
  double gap = 0;  // What the last of the list has more of it; above 0.
};

struct WhyNotAnswer {
  WhyNotReason reason = WhyNotReason::kListed;
  // The pair as RecommendPartners scores it, whatever state, capacity, filter,
  // exclusions and vetoes say.
  Explanation pair;
  bool pinned = false;  // It is listed as a rule of the staff puts it there.
  std::vector<ExclusionReason> exclusions;
  // Among all eligible members that score above 0, by score alone, whether the
  // partner is eligible or not: 1 and the number of those that rank before it.
  // 0 where its score is 0.
  std::int64_t rank = 0;
  double floor = 0;  // Of the query.
  // The floor, or the score of the last of a full list of the others, by score
  // and pins alone; 1 where pinned partners fill it.
  double threshold = 0;
  double gap = 0;  // From the score up to the threshold; 0 where it would do.
  // For kOutranked: the largest difference to that last one; nothing where it is
  // ahead in no term.
  std::optional<WeakestTerm> weakest;
  // See FindRemedies(). None where the request, what is recorded or a veto of the
  // staff excludes.
  std::vector<Remedy> remedies;
};

// For a member and another one. kListed if and only if RecommendPartners lists
// the partner for the same query on an index that has the partner so, which
// `index` need not. Without `after` no remedies are looked for, and the profiles
// do not matter. Costs three lists beside those of FindRemedies().
WhyNotAnswer WhyNot(const MemberIndex& index, const ProfiledMember& member,
                    const ProfiledMember& partner, const RankingQuery& query,
                    const IndexAfter& after, const ParallelFor& parallel);

}  // namespace counterpoint::matching
