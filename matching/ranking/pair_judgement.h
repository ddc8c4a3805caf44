// One pair by itself, to the last bit as a list has it.
#pragma once

#include <memory>

#include "matching/index/member_index.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {

// What RecommendPartners would make of `partner` if nothing but the rules of
// listings kept it out: its state, its capacity, the floor, and the filter and
// exclusions of the query are passed over. Score and gains are 0 where the score
// is. Of the index only the model and the partnerships count. Costs a weighing
// of the texts of both.
RankedMatch JudgePair(const MemberIndex& index, const MemberFeatures& member,
                      std::shared_ptr<const MemberFeatures> partner, const RankingQuery& query);

}  // namespace counterpoint::matching
