// Why a pair has no slot.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/session/session_case.h"
#include "matching/session/session_plan.h"

namespace counterpoint::matching {

// What stands against each slot of the session, given where the others are. A
// table counts as free also where meetings of the slot can change tables so that
// it becomes free. REQUIRES: `pair` is not among `placed`.
UnplacedReason ReasonFor(const SessionCase& session, const std::vector<PlacedMeeting>& placed,
                         std::size_t pair);

}  // namespace counterpoint::matching
