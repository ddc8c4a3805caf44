// The order of one list, whether it is made for a call or to be stored.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/network/connections.h"
#include "matching/policy/policy.h"
#include "matching/ranking/ranking.h"
#include "matching/ranking/staff_rules.h"

namespace counterpoint::matching {

// Borrows everything. REQUIRES: `connections` and `rules` are those of `member`.
struct ArrangeQuery {
  const TextModel& model;
  const Policy& policy;  // Its acceptance and diversity count.
  absl::Time as_of;
  const Connections& connections;
  const MemberFeatures& member;
  const AskerRules* rules;  // Null: none.
  std::size_t limit;        // Length of the list.
};

// How many candidates Arrange() needs for a list of `limit`, the best by score:
// as many, and 200 at least where the policy has diversity or an acceptance model.
std::size_t ArrangementPool(const Policy& policy, std::size_t limit);

// Makes the list from its best candidates by score. REQUIRES: `matches` are in
// order of score (RanksBefore), as many as ArrangementPool() says where there are
// so many, and behind them the pinned partners that are not among them (see
// AddPinned).
//
// 1. Where the policy has an acceptance model, the best 200 are ordered by the
//    probability that both sides accept, times the factor of staff rules and at
//    most 1; ties by score, then id.
// 2. Pinned partners go to the front, in the order of AskerRules::pinned().
// 3. The others of these 200 are reordered by diversity.
// 4. The list is cut to `limit`. With a smaller limit it is the beginning of the
//    one with a larger limit.
void Arrange(const ArrangeQuery& query, std::vector<RankedMatch>& matches);

// By score and diversity alone, for somebody unknown.
void ArrangeByScore(const TextModel& model, const Policy& policy, std::size_t limit,
                    std::vector<RankedMatch>& matches);

}  // namespace counterpoint::matching
