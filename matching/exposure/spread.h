// How evenly lists are spread.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/exposure/allocation.h"

namespace counterpoint::matching {

// Of how many lists each member stands in, over those that are somebody's
// candidates. With n(1) <= ... <= n(m) lists of m members, the Gini coefficient is
//   sum of (2 i - m - 1) n(i) / (m x sum of n(i))
// and 0 without lists.
Spread SpreadOf(const std::vector<std::size_t>& lists, const std::vector<bool>& is_candidate,
                double total_relevance);

// Of lists of candidates (places in `candidates`).
Spread SpreadOf(const CandidateRows& candidates,
                const std::vector<std::vector<std::size_t>>& listed);

}  // namespace counterpoint::matching
