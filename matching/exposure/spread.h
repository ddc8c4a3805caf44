// How evenly lists are spread.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/exposure/allocation.h"

namespace counterpoint::matching {

// Of lists of candidates (places in `candidates`). With n(1) <= ... <= n(m) the
// lists that each of the m members stands in that are somebody's candidates, the
// Gini coefficient is sum of (2 i - m - 1) n(i) / (m x sum of n(i)); 0 without lists.
Spread SpreadOf(const CandidateRows& candidates,
                const std::vector<std::vector<std::size_t>>& listed);

}  // namespace counterpoint::matching
