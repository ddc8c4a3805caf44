// A published plan that reality has overtaken: somebody does not come or comes
// late, a table is lost, a meeting takes longer, somebody new is there. A new plan
// that keeps what has happened and moves as few of the other meetings as it must.
//
// Minimised in this order: pairs that must meet and are unplaced; published
// meetings that are unplaced; new ones that are; published meetings that are moved
// to another slot; breaks, by moving only what is moved or new in any case. The
// first four are exact, by a SAT solver that is asked for 0, 1, 2, ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "matching/planning/search_control.h"
#include "matching/session/session_case.h"
#include "matching/session/session_plan.h"

namespace counterpoint::matching {

struct RepairTask {
  // As things are now: who is still available when, which tables are open. Pairs
  // that are not to meet any more (a no-show) are kMustNot.
  const SessionCase& session;
  // Within `session`; those that are kMustNot and not yet over are dropped.
  const std::vector<PlacedMeeting>& published;
  // Meetings in earlier slots have happened or are going on and stay as they are,
  // availability or not.
  int first_open_slot = 0;
  // Published meetings that may be moved; what cannot be placed so is unplaced.
  std::optional<int> most_moved;
  // Whether participants with fewer meetings than their least number (somebody
  // new, or whose partner has gone) get new ones, from the session's pairs, by
  // score, as long as everybody's most and their free slots allow.
  bool fill = false;
};

struct RepairOptions {
  int seed = 1;
  std::int64_t most_conflicts = 200'000;
};

// Two participants that are both free in a slot where a table is, may meet and
// have not: a stand-by for a seat that has become free. The best by score of each
// participant that lost a meeting there.
struct StandBy {
  std::size_t pair = 0;
  int slot = 0;
  std::size_t table = 0;

  friend bool operator==(const StandBy&, const StandBy&) = default;
};

struct RepairResult {
  std::vector<PlacedMeeting> meetings;    // By slot, then by table.
  std::vector<UnplacedMeeting> unplaced;  // Published or new pairs; by pair.
  std::vector<std::size_t> dropped;       // Published pairs that are not to meet.
  std::vector<std::size_t> added;         // Pairs of `meetings` that are new.
  std::vector<std::size_t> moved;         // Published pairs in another slot.
  std::vector<std::size_t> reseated;      // In the same slot at another table.
  std::vector<StandBy> stand_bys;
  // No plan leaves out or moves fewer.
  bool proved = false;
};

// Equal tasks and options give equal results, unless stopped.
RepairResult Repair(const RepairTask& task, const RepairOptions& options,
                    const SearchControl& control);

}  // namespace counterpoint::matching
