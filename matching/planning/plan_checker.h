// Reads a schedule afresh and says all that is wrong with it. It shares no code
// with the planners, so that a mistake of theirs cannot hide in it.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/schedule.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

enum class ViolationKind {
  kWrongLength,    // The schedule has more or fewer entries than meetings.
  kNotPlaced,      // meeting
  kNoSuchSlot,     // meeting, slot
  kOutsideWindow,  // meeting, slot
  kNotWhereFixed,  // meeting, slot
  kUnavailable,    // meeting, slot, participant
  kTwoAtOnce,      // meeting, the earlier one in `other`, slot, participant
  kTooFewTables,   // slot, meetings in it in `amount`, once a slot
  kOverLimit,      // slot, the limit in `other`, its meetings there in `amount`
  kWrongOrder,     // meeting, in `other` the one that should be earlier, slot
  kUnfairBreaks,   // participant, in `other` who has least, difference in `amount`
};

// Fields that the kind does not name are 0, slots kUnplaced.
struct Violation {
  ViolationKind kind{};
  std::size_t meeting = 0;
  std::size_t participant = 0;
  std::size_t other = 0;
  int slot = kUnplaced;
  int amount = 0;

  friend bool operator==(const Violation&, const Violation&) = default;
};

struct PlanCheck {
  // By meeting, then tables by slot, limits by position and slot, and breaks by
  // participant. Of unfair breaks, one for each participant that has too many
  // beside the first who has least.
  std::vector<Violation> violations;
  std::vector<int> breaks;  // Of each participant, counting placed meetings.
  int total_breaks = 0;
  int unplaced = 0;
  // Placed meetings of participants with a wish outside of the slots that they
  // like; one that both would rather have elsewhere counts twice.
  int missed_wishes = 0;
};

// REQUIRES: no faults (FindFaults). Any schedule at all may be given; what is
// not in a slot of the session is taken as not placed.
PlanCheck CheckPlan(const SessionProblem& problem, const Schedule& schedule);

}  // namespace counterpoint::matching
