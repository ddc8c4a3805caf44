// Which meeting is at which table, so that participants change tables seldom.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/session/session_case.h"
#include "matching/session/session_plan.h"

namespace counterpoint::matching {

// A participant changes tables where two of its meetings on one day that follow
// each other (with or without a break) are at different ones.
int TableChanges(const SessionCase& session, const std::vector<PlacedMeeting>& meetings);

// Gives each meeting a table that is open in its slot and has the features that
// its pair needs, and keeps fixed tables. Slot by slot, each the least changes
// given its neighbours (a minimum-cost assignment), in sweeps until nothing
// improves; so a good assignment, not proved to be the best. A meeting for which
// no table is left is missing from the answer. Tables in `meetings` are a start to
// keep to where nothing is gained by leaving it; kNoTable where there is none.
// By slot, then by table. REQUIRES: nobody twice in a slot.
inline constexpr std::size_t kNoTable = static_cast<std::size_t>(-1);
std::vector<PlacedMeeting> AssignTables(const SessionCase& session,
                                        const std::vector<PlacedMeeting>& meetings);

}  // namespace counterpoint::matching
