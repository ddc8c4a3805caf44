// Which tables serve which pairs, and what that says about slots.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/session_problem.h"
#include "matching/planning/slot_set.h"
#include "matching/session/session_case.h"

namespace counterpoint::matching {

// The table has all features that the pair needs, and is the one where the pair is
// fixed, if it is.
bool Suits(const SessionCase& session, const SessionPair& pair, std::size_t table);

// Tables that are open, for each slot.
std::vector<int> OpenTables(const SessionCase& session);

// The slots that each pair's own rules leave it: its window and fixed slot, both
// participants available, a table open that suits it.
std::vector<SlotSet> OwnSlots(const SessionCase& session);

// That there is a table for each of these pairs in any slot, where that does not
// go without saying: with the limits of the answer and no more meetings at a time
// than tables are open, meetings in a slot can always be seated (Hall 1935). The
// meetings are positions in `pairs`.
//
// Pairs that the same tables suit are of one kind. Of all unions of kinds those
// count whose tables hang together (others are the sum of their parts), with all
// kinds that have no tables outside the union; without those that follow from the
// number of tables or can never be reached.
std::vector<MeetingLimit> TableLimits(const SessionCase& session,
                                      const std::vector<std::size_t>& pairs);

// Whether all pairs of the session together need more than `most` unions of kinds.
bool HasMoreTableUnions(const SessionCase& session, std::size_t most);

}  // namespace counterpoint::matching
