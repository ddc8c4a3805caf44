// Plans a session: who meets whom, when, and at which table.
//
// 1. Pairs that have no slot in common, or no table, are left out of the choice.
// 2. The choice (planning/meeting_choice.h).
// 3. Slots (planning/planner.h). Meetings that find none make room for others: the
//    choice is made again without them, at most kMostRounds times; the round with
//    the fewest unplaced pairs that must meet, then with the highest score of
//    placed meetings, counts.
// 4. Tables (table_assignment.h).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "matching/planning/planner.h"
#include "matching/planning/search_control.h"
#include "matching/session/session_case.h"
#include "matching/session/session_plan.h"

namespace counterpoint::matching {

struct SessionPlan {
  // By slot, then by table.
  std::vector<PlacedMeeting> meetings;
  // Pairs that were chosen, or must meet, and have no slot; by pair.
  std::vector<UnplacedMeeting> unplaced;
  double score = 0;  // Sum over `meetings`.
  // The choice is the best there is for the session's numbers of meetings.
  bool choice_proved = false;
  // Meetings that each participant is short of its least number.
  std::vector<int> missing;

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

// All faults of a case: those of FindFaults, and what it does not know of.
std::vector<ProblemFault> FindCaseFaults(const SessionCase& session);

// Equal cases and options give equal plans, unless stopped. REQUIRES: no faults.
SessionPlan PlanSession(const SessionCase& session, const PlanOptions& options,
                        const SearchControl& control);

}  // namespace counterpoint::matching
