// Which rules of a session exclude each other.
//
// A formula of the session in which each rule only holds where its literal is
// assumed. The solver names assumptions that cannot hold together; then each of
// them is left out in turn, and stays out where the others still cannot hold
// (deletion; Marques-Silva 2010).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "matching/planning/search_control.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

enum class RuleKind {
  kAvailability,  // Of `participant`.
  kWindow,        // Of `meeting`.
  kFixed,         // Of `meeting`.
  kOrder,         // `meeting` after `other`.
  kTables,        // In all slots.
  kLimit,         // The one at position `other`, in all slots.
  kFairBreaks,
};

struct PlanningRule {
  RuleKind kind{};
  std::size_t participant = 0;
  std::size_t meeting = 0;
  std::size_t other = 0;

  friend bool operator==(const PlanningRule&, const PlanningRule&) = default;
};

struct RuleConflict {
  // No schedule that places every meeting keeps all of them. Rules of one kind
  // stand together, in the order of participants and meetings. That every meeting
  // has one slot and nobody two meetings at a time is no rule, but always so:
  // where that alone cannot be, with any number of tables, there are no rules.
  std::vector<PlanningRule> rules;
  // Any of them left out, the others can be kept.
  bool minimal = false;
};

// Nothing where the rules can be kept together, or where it was not found out
// within about so many conflicts of the solver. REQUIRES: no faults.
std::optional<RuleConflict> FindConflict(const SessionProblem& problem, int seed,
                                         std::int64_t most_conflicts, const SearchControl& control);

}  // namespace counterpoint::matching
