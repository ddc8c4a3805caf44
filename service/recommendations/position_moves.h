// From positions among the members of one moment to those of another.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "service/recommendations/generation_store.h"

namespace counterpoint::service {

// Stands for a member that is no longer there.
inline constexpr matching::MemberPosition kGone =
    std::numeric_limits<matching::MemberPosition>::max();

// Where each of the former members stands now, or kGone; that is also where one that was
// erased is. Both are in order of id, so the order of positions stays.
std::vector<matching::MemberPosition> PresentPositions(const std::vector<std::string>& before,
                                                       const std::vector<std::string>& now);

// The pairs of whose members both are still there, in order.
PositionPairs Moved(const PositionPairs& pairs,
                    const std::vector<matching::MemberPosition>& positions);

// Those of `pairs` that are not in `others`. REQUIRES: both are in order.
PositionPairs Difference(const PositionPairs& pairs, const PositionPairs& others);

}  // namespace counterpoint::service
