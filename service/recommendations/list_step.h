// From the candidates of all members to their lists.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/parallel.h"
#include "matching/refresh/pool.h"
#include "service/recommendations/generation_codec.h"
#include "service/recommendations/refresh_inputs.h"

namespace counterpoint::service {

// Candidates of each member that lists of this length are made of.
std::size_t NeededCandidates(const matching::Policy& policy, int list_size);

// Made of the first `needed` candidates of each pool.
ListColumns MakeListColumns(const RefreshInputs& inputs, const std::vector<matching::Pool>& pools,
                            std::size_t needed, int list_size,
                            const matching::ParallelFor& parallel);

}  // namespace counterpoint::service
