// Plans a session: the one call that the rest of the program makes.
//
// 1. Domains and days (meeting_domains.h, day_bounds.h), which may already show
//    that there is no schedule, and bound the breaks from below.
// 2. Local search. Where it meets the bound, that is the proof.
// 3. Up to a size, the exact planner, starting from what local search found.
// 4. Beyond that size a better bound from groups of participants (group_bound.h).
// 5. Where nothing is proved, a longer local search, then parts of the schedule
//    solved anew (neighbourhood_search.h).
// 6. Where participants have slots that they like, one more local search from
//    there, which makes them miss fewer and nothing worse.
//
// Where no schedule places every meeting and keeps every rule, the plan is the
// best that local search found all the same, with what it could not place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "matching/planning/exact_planner.h"
#include "matching/planning/meeting_domains.h"
#include "matching/planning/rule_conflict.h"
#include "matching/planning/schedule.h"
#include "matching/planning/search_control.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

struct PlanOptions {
  int seed = 1;
  // Efforts are counted, not timed, so that a plan does not depend on the
  // machine. Ten million moves take about a second, a hundred thousand conflicts
  // about ten.
  std::int64_t first_moves = 3'000'000;  // Before the exact planner.
  // In all, where nothing is proved. Wishes have their own: as many as the first,
  // or a fifth of these in sessions that are left to local search.
  std::int64_t most_moves = 60'000'000;
  std::int64_t most_conflicts = 1'500'000;
  // Sessions of more meetings are left to local search; 0 for all of them. The
  // formula of one with 600 meetings and 30 slots takes some hundred megabytes.
  std::size_t most_exact_meetings = 600;
  // Of larger sessions: the participants of a group that is bounded by itself, 0
  // for no such bound, and the parts of a schedule that are solved anew.
  std::size_t group_size = 100;
  std::int64_t most_neighbourhoods = 30;
  // As ExactOptions has it. Local search of larger sessions has two runs of all its
  // moves, of which the better one counts; the plan stays the same each time.
  bool two_threads = false;
};

enum class PlanEnd {
  kProved,   // Optimal or impossible.
  kEffort,   // All moves and conflicts are spent.
  kStopped,  // By the caller; another run may come further.
};

struct PlanResult {
  Proof proof = Proof::kOpen;
  PlanEnd end = PlanEnd::kEffort;
  // The best that was found; one slot, or kUnplaced, for each meeting. Keeps
  // availability, windows, order, tables and limits; breaks as fair as they can be where
  // `unfair` is above 0.
  Schedule schedule;
  int unplaced = 0;
  int unfair = 0;  // Breaks beyond what the rule allows, over participants.
  int total_breaks = 0;
  std::vector<int> breaks;  // Of each participant.
  // Participants' meetings outside of the slots that they like. Few, but not
  // proved to be the fewest.
  int missed_wishes = 0;
  // No schedule with every meeting placed has fewer breaks in all. Means nothing
  // where proof is kImpossible.
  int bound = 0;
  // Why it is impossible, where that is proved: dead ends, or a participant with
  // more forced breaks than fairness allows, or rules that conflict (unless it
  // was not found out which).
  std::vector<DeadEnd> dead_ends;
  std::optional<std::size_t> unfair_participant;
  std::optional<RuleConflict> conflict;

  std::int64_t moves = 0;
  std::int64_t conflicts = 0;
};

// Equal problems and options give equal results, but where the search was
// stopped; with two threads see ExactOptions. REQUIRES: no faults (FindFaults).
PlanResult Plan(const SessionProblem& problem, const PlanOptions& options,
                const SearchControl& control);

}  // namespace counterpoint::matching
