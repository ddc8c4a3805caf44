// Partners that the staff want to be shown, and that no score has brought up.
#pragma once

#include <vector>

#include "matching/index/member_index.h"
#include "matching/network/connections.h"
#include "matching/ranking/ranking.h"
#include "matching/ranking/staff_rules.h"

namespace counterpoint::matching {

// Adds to `matches`, which are in order of score, the pinned partners that are not
// among them, with their scores whatever these are (0 too, and below the floor), so
// that the order is kept: whoever is not among the best scores no more than they
// do. Not added are partners that are not in the index, not active, without
// capacity, vetoed, excluded by the query or kept apart, not let through by its filter, past
// partners unless the query includes them, and those that rules of listings keep
// apart (FindRuleExclusions). Of the pins the first `query.limit` that may be shown
// count. Costs a judgement of the pair for each. REQUIRES: `connections` and
// `rules` are those of `member`.
void AddPinned(const MemberIndex& index, const Connections& connections,
               const MemberFeatures& member, const AskerRules& rules, const RankingQuery& query,
               std::vector<RankedMatch>& matches);

}  // namespace counterpoint::matching
