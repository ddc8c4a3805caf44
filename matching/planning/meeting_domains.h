// Where each meeting can be, before any search.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "matching/planning/session_problem.h"
#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

// A part of a problem that no schedule can satisfy.
enum class DeadEndKind {
  // No slot is left for the meeting: its window, its fixed slot, both
  // participants' availability, slots without tables or where a limit leaves it
  // nothing, the order and what is fixed beside it exclude all. One meeting.
  kNoSlotForMeeting,
  // A participant's meetings have fewer slots between them than they are.
  kTooManyForParticipant,
  // Meetings have fewer tables in the slots open to them than they are.
  kTooFewTables,
  // The same of the meetings of a limit and of what it allows in these slots.
  kOverLimit,
};

struct DeadEnd {
  DeadEndKind kind{};
  std::size_t participant = 0;          // Of kTooManyForParticipant.
  std::size_t limit = 0;                // Of kOverLimit.
  std::vector<std::size_t> meetings{};  // In their order.
  SlotSet slots{};                      // All that are open to these meetings.
};

struct MeetingDomains {
  // The slots that the meeting's own rules leave it: window, availability of
  // both, its fixed slot, slots with tables and where its limits are above 0.
  std::vector<SlotSet> own;
  // Those of them where it can be in a schedule that satisfies the problem.
  std::vector<SlotSet> slots;
  // Dead ends found on the way, at most one for each meeting, participant or limit
  // and one for the tables. Empty says nothing: there may still be no schedule.
  std::vector<DeadEnd> dead_ends;
};

// Takes windows, availability and fixed slots together, then, until nothing
// changes: a meeting leaves room for those that have to be earlier or later, and
// a meeting with one slot left takes it from the others of its participants.
// Each participant's meetings are matched to slots (Hall's theorem gives the
// dead end), and for each interval of slots the meetings that lie within it are
// counted against its tables, and those of each limit against the limit. A meeting without a slot
// is left out of the rest.
MeetingDomains FindDomains(const SessionProblem& problem);

}  // namespace counterpoint::matching
