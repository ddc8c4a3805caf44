// Slots for the meetings of a plan that is to be repaired.
#pragma once

#include <cstdint>
#include <optional>

#include "matching/planning/schedule.h"
#include "matching/planning/search_control.h"
#include "matching/session/repair_encoding.h"

namespace counterpoint::matching {

struct RepairedSlots {
  Schedule schedule;
  bool proved = false;  // No other is better in what FindRepair minimises.
};

// As few as can be, in this order: meetings that must be and are unplaced,
// published ones that are, new ones that are, published ones that are moved; the
// last not more than `most_moved`. What each counts is settled by core-guided
// search (core_guided.h) on the formula of repair_encoding.h, and what is too much
// by counting alone is told to the solver (crowding.h). Where conflicts run out or
// the search is stopped, the best that was found, at the worst what staying where
// one is, first come, first served, gives.
RepairedSlots FindRepair(const RepairProblem& problem, std::optional<int> most_moved, int seed,
                         std::int64_t most_conflicts, const SearchControl& control);

// Fewer breaks, by other slots for the meetings that are new or moved in
// `schedule`; all others stay, and nobody who is placed is left out. The fewest
// there are, unless conflicts run out or the search is stopped.
Schedule WithFewerBreaks(const RepairProblem& problem, const Schedule& schedule, int seed,
                         std::int64_t most_conflicts, const SearchControl& control);

}  // namespace counterpoint::matching
