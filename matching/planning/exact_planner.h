// Schedules with the fewest breaks, with proof.
//
// The bound rises from below: "is there a schedule with at most `bound` breaks?"
// is asked of a SAT solver; "no" raises the bound for good, "yes" is the optimum.
// Whatever the solver has learnt from one question serves the next.
//
// The formula is written in an order of its own, participants with the most
// meetings first: where it follows the order that they come in, some sessions
// take a hundred times as long.
#pragma once

#include <cstdint>
#include <optional>

#include "matching/planning/schedule.h"
#include "matching/planning/search_control.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

struct ExactOptions {
  int seed = 1;
  // In all, about; the search ends with what it has after so many.
  std::int64_t most_conflicts = 20'000'000;
  // Asks a second solver at the same time, whose formula counts no parities and
  // which finds schedules of some sessions sooner; the first to answer counts.
  // Verdict and number of breaks stay the same where the search is not cut short,
  // but not which of several best schedules is found, nor how far a search that
  // is cut short comes.
  bool two_threads = false;
};

enum class Proof {
  kOptimal,     // No schedule with every meeting placed has fewer breaks.
  kImpossible,  // No schedule places every meeting and keeps every rule.
  kOpen,        // The budget ran out, or the search was stopped.
};

struct ExactResult {
  Proof proof = Proof::kOpen;
  std::optional<Schedule> schedule;  // The best, where one is known.
  int bound = 0;                     // Unless kImpossible.
  std::int64_t conflicts = 0;
};

// `known` is a schedule that places every meeting and keeps every rule, if there
// is one. REQUIRES: no dead ends (FindDomains, FindBreakLimits).
ExactResult PlanExactly(const SessionProblem& problem, const std::optional<Schedule>& known,
                        const ExactOptions& options, const SearchControl& control);

}  // namespace counterpoint::matching
