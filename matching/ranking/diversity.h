// Lists that do not say the same thing ten times.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/features/text_model.h"
#include "matching/policy/policy.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {

// How many of the best a diverse list is chosen from; 0 where the diversity is
// 0 and the list is in order of score.
std::size_t DiversityPool(double diversity);

// Reorders the best DiversityPool() of `matches` by maximal marginal relevance
// (Carbonell and Goldstein, 1998): each next one maximises
//   (1 - diversity) x score / best score - diversity x similarity
// to the nearest profile already chosen; ties go to the higher score. Then cuts
// the list to `limit`. Costs a product of two profiles for each of the pool and
// each chosen one.
void Diversify(const TextModel& model, const Policy& policy, std::size_t limit,
               std::vector<RankedMatch>& matches);

}  // namespace counterpoint::matching
