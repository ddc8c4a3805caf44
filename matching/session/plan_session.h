// Plans a session: who meets whom, when, and at which table.
//
// 1. Pairs that have no slot in common, or no table, are left out of the choice.
// 2. The choice (session_choice.h).
// 3. Slots (planning/planner.h). Meetings that find none make room for others: the
//    choice is made again without them, at most kMostRounds times; the best round
//    counts (see SessionPlan). Rounds are short searches; the choice that counts is
//    planned with the whole effort, and so is the first one of a session that is
//    small enough for the exact planner.
// 4. Tables (table_assignment.h).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "matching/planning/planner.h"
#include "matching/planning/search_control.h"
#include "matching/session/case_faults.h"
#include "matching/session/overload.h"
#include "matching/session/session_case.h"
#include "matching/session/session_plan.h"

namespace counterpoint::matching {

inline constexpr int kMostRounds = 6;

// Of two plans the better one has placed more of the pairs that must meet; then
// misses fewer meetings in all; then, where the worst off go first, has fewer
// participants without a meeting, with only one, and so on; then has the higher
// score.
struct SessionPlan {
  // By slot, then by table.
  std::vector<PlacedMeeting> meetings;
  // Pairs that were chosen, or must meet, and have no slot; by pair.
  std::vector<UnplacedMeeting> unplaced;
  double score = 0;  // Sum over `meetings`.
  // No plan of the session is better, as far as the above goes; its breaks are
  // another matter (`proof`).
  bool choice_proved = false;
  // Placed meetings that each participant is short of its least number.
  std::vector<int> missing;
  // Demands that no plan can meet.
  std::vector<Overload> overloads;

  // About the placing of the chosen pairs, as PlanResult has them; meetings in
  // dead ends and conflicts are given as pairs.
  Proof proof = Proof::kOpen;
  PlanEnd end = PlanEnd::kEffort;
  int total_breaks = 0;
  int bound = 0;
  int unfair = 0;
  std::vector<int> breaks;         // Of each participant.
  std::vector<int> forced_breaks;  // Of each participant; see BreakRule.
  int table_changes = 0;
  int missed_wishes = 0;  // Participants' meetings outside the slots they like.
  std::vector<DeadEnd> dead_ends;
  std::optional<std::size_t> unfair_participant;
  std::optional<RuleConflict> conflict;
};

// Equal cases and options give equal plans, unless stopped. Progress is told of
// the searches with the whole effort. REQUIRES: no faults (FindCaseFaults).
SessionPlan PlanSession(const SessionCase& session, const PlanOptions& options,
                        const SearchControl& control);

}  // namespace counterpoint::matching
