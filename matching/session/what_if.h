// What changes of a session would be worth: each is made, and the session is
// chosen and planned anew (plan_session.h).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "matching/session/plan_session.h"

namespace counterpoint::matching {

struct SessionChange {
  enum class Kind {
    kMoreTables,    // `amount` more of them without features, open in all slots.
    kMoreSlots,     // `amount` more at the end of the last day, for everybody,
                    // every table and each pair whose window reaches the end; as
                    // far as SlotSet::kMost allows.
    kMoreTime,      // `participant` is available in `slots` too.
    kMoreMeetings,  // `participant` may have `amount` more.
    kLeaveOut,      // `pair` does not meet.
    kFreeSlot,      // `pair` is in no fixed slot, has no window, and no order with
                    // others; a fixed table stays.
    kFreeBreaks,    // Breaks are not compared.
  };
  Kind kind{};
  int amount = 0;
  std::size_t participant = 0;
  std::size_t pair = 0;
  SlotSet slots{};

  friend bool operator==(const SessionChange&, const SessionChange&) = default;
};

struct ChangeWorth {
  // With the change, less without it. A pair that is left out by the change is not
  // unplaced.
  int meetings = 0;
  double score = 0;
  int unplaced = 0;
  int missing = 0;
  int breaks = 0;
  // Choice and placing are proved to be the best in both plans, so the worth is
  // the model's and not that of a search that may have ended early.
  bool proved = false;

  friend bool operator==(const ChangeWorth&, const ChangeWorth&) = default;
};

// The case with the change made. REQUIRES: participant and pair in range.
SessionCase Changed(const SessionCase& session, const SessionChange& change);

// For each change, against `plan`, which PlanSession made of `session` with the
// same options. Stopped, it gives the changes that it has finished.
std::vector<ChangeWorth> JudgeChanges(const SessionCase& session, const SessionPlan& plan,
                                      const std::vector<SessionChange>& changes,
                                      const PlanOptions& options, const SearchControl& control);

// Changes after which fewer pairs are unplaced or, with as many unplaced, fewer
// meetings are missing, and no fewer pairs meet: the most helpful first (fewest
// unplaced pairs, then fewest missing, then highest score, then in the order of
// kinds). Looks at what the plan's overloads, dead ends, conflict and unplaced
// reasons name, at most kMostTriedChanges, and plans each with a small effort: a
// change that is not in the answer may still help, one that is does, and with more
// effort may be worth more. Empty where everything is placed and nothing missing.
// Stopped, it ranks what it has tried.
inline constexpr std::size_t kMostTriedChanges = 40;
struct Relaxation {
  SessionChange change;
  ChangeWorth worth;
};
std::vector<Relaxation> FindRelaxations(const SessionCase& session, const SessionPlan& plan,
                                        std::size_t most, const PlanOptions& options,
                                        const SearchControl& control);

}  // namespace counterpoint::matching
