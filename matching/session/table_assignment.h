// Which meeting is at which table, so that participants change tables seldom.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/session/session_case.h"
#include "matching/session/session_plan.h"

namespace counterpoint::matching {

inline constexpr std::size_t kNoTable = static_cast<std::size_t>(-1);

// A participant changes tables where two of its meetings on one day that follow
// each other (with or without a break) are at different ones. Meetings without a
// table are passed over.
int TableChanges(const SessionCase& session, const std::vector<PlacedMeeting>& meetings);

// What counts first, once as many meetings as can be have a table.
enum class TableAim {
  kFewestChanges,  // Then as many as can be stay at the table that they start with.
  kKeepTables,     // The other way round.
};

// Gives each meeting a table that is open in its slot and has the features that
// its pair needs, and keeps fixed tables. In each slot as many meetings as can be
// get one, of these as many as can be that must meet; the others are missing from
// the answer. Tables in `meetings` are a start, kNoTable where there is none.
//
// Two exact steps by turns, each a minimum-cost assignment, until neither gains
// anything: all meetings of a slot, given the tables of the slots around it; and
// tables that are alike, exchanged from a slot on to the end of its day. So a good
// assignment, never worse than a start that has everything right, but not proved
// to be the best. With kKeepTables the number that stay is the most there is.
//
// By slot, then by table; the order of `meetings` makes no difference. REQUIRES:
// nobody twice in a slot.
std::vector<PlacedMeeting> AssignTables(const SessionCase& session,
                                        const std::vector<PlacedMeeting>& meetings,
                                        TableAim aim = TableAim::kFewestChanges);

}  // namespace counterpoint::matching
