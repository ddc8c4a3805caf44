// A published plan that reality has overtaken: somebody does not come or comes
// late, a table is lost, a meeting takes longer, somebody new is there. A new plan
// that keeps what has happened and moves as few of the other meetings as it must.
//
// Minimised in this order: pairs that must meet and are unplaced; published
// meetings that are unplaced; new ones that are; published meetings that are moved
// to another slot; breaks, by moving only what is moved or new in any case; then,
// of the meetings that keep their slot, those that change their table; changes of
// tables. All but the last are exact, the first five by a SAT solver
// (repair_search.h). Fairness of breaks is not looked at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "matching/planning/search_control.h"
#include "matching/session/session_case.h"
#include "matching/session/session_plan.h"
#include "matching/session/stand_bys.h"

namespace counterpoint::matching {

struct RepairTask {
  // As things are now: who is still available when, which tables are open. Pairs
  // that are not to meet any more (a no-show) are kMustNot. Somebody who comes
  // late is not available before; a meeting that takes longer is a table that is
  // closed and two participants who are not available in the slots after it.
  const SessionCase& session;
  // Pairs, slots and tables of `session`, each pair once, nobody and no table
  // twice in a slot. Those that are kMustNot and not yet over are dropped.
  const std::vector<PlacedMeeting>& published;
  // Meetings in earlier slots have happened or are going on and stay as they are,
  // availability or not.
  int first_open_slot = 0;
  // Published meetings that may be moved; what cannot be placed so is unplaced.
  std::optional<int> most_moved{};
  // Whether participants with fewer meetings than their least number (somebody
  // new, or whose partner has gone) get new ones up to it, from the session's
  // pairs, by score, as long as everybody's most and their free slots allow.
  bool fill = false;
};

struct RepairOptions {
  int seed = 1;
  // Of the solver, in all; a hundred thousand take about ten seconds.
  std::int64_t most_conflicts = 200'000;
};

struct RepairResult {
  std::vector<PlacedMeeting> meetings;  // By slot, then by table.
  // Published pairs, pairs that must meet and what `fill` chose; by pair. Slots
  // before the first open one are outside the window.
  std::vector<UnplacedMeeting> unplaced;
  // The rest in the order of pairs.
  std::vector<std::size_t> dropped;   // Published pairs that are not to meet.
  std::vector<std::size_t> added;     // Pairs of `meetings` that are new.
  std::vector<std::size_t> moved;     // Published pairs in another slot.
  std::vector<std::size_t> reseated;  // In the same slot at another table.
  // For the meetings that are dropped or unplaced, where they were published.
  std::vector<StandBy> stand_bys;
  // No plan leaves out or moves fewer, given what `fill` chose.
  bool proved = false;
};

// Equal tasks and options give equal results, unless stopped.
RepairResult Repair(const RepairTask& task, const RepairOptions& options,
                    const SearchControl& control);

}  // namespace counterpoint::matching
