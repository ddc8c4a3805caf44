// One pair by itself, to the last bit as a list has it.
#pragma once

#include <memory>
#include <vector>

#include "matching/index/member_index.h"
#include "matching/network/connections.h"
#include "matching/ranking/exclusion.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {

// What RecommendPartners would make of `partner` if nothing but the rules of
// listings kept it out: its state, its capacity, the floor, and the filter and
// exclusions of the query are passed over. Score and gains are 0 where the score
// is. That the two have worked with each other keeps it out neither, nor does a
// veto of the staff; their factors count. Of the index only the model counts. Costs
// a weighing of the texts of both.
// REQUIRES: `connections` are those of `member` in the index.
RankedMatch JudgePair(const MemberIndex& index, const Connections& connections,
                      const MemberFeatures& member, std::shared_ptr<const MemberFeatures> partner,
                      const RankingQuery& query);

// What in the two profiles keeps a pair apart whatever its score: FindExclusions(),
// and where nothing of the score is left, as closed listings and rules exclude what
// it would come from, these. Empty where nothing does. REQUIRES: `match` is that of
// JudgePair() for the two.
std::vector<ExclusionReason> FindRuleExclusions(const MemberIndex& index,
                                                const Connections& connections,
                                                const MemberFeatures& member,
                                                const RankedMatch& match,
                                                const RankingQuery& query);

}  // namespace counterpoint::matching
