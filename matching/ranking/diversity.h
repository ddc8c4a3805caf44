// Lists that do not say the same thing ten times.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/features/text_model.h"
#include "matching/policy/policy.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {

// Reorders the first of `matches`, as many as `relevance` has values, by maximal marginal relevance
// (Carbonell and Goldstein, 1998): each next one maximises
//   (1 - diversity) x relevance / best relevance - diversity x similarity
// to the nearest profile already chosen; ties go to the one that stood before. Of
// those not chosen each keeps its order. Then cuts the list to `limit`. Costs a
// product of two profiles for each of the reordered and each chosen one. With a
// diversity of 0 it only cuts. REQUIRES: `relevance` falls from one to the next,
// and has no more values than there are matches.
void Diversify(const TextModel& model, const Policy& policy, const std::vector<double>& relevance,
               std::size_t limit, std::vector<RankedMatch>& matches);

}  // namespace counterpoint::matching
