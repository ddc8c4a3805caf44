// A repair as a formula: where meetings can be, with any of them unplaced.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "matching/planning/cnf.h"
#include "matching/planning/sat_solver.h"
#include "matching/planning/schedule.h"
#include "matching/planning/session_problem.h"
#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

// Meetings that may be placed or moved, and the rules for it.
struct RepairProblem {
  // Tables, order, limits, days and participants of these meetings. Windows,
  // availability and what is fixed count through `domains`.
  SessionProblem meetings;
  std::vector<SlotSet> domains;  // Of each meeting.
  // The slot of each in the published plan, or kUnplaced where it is new.
  std::vector<int> published;
  std::vector<bool> must;  // Whether each must meet.
  // Of each participant, slots in which meetings have been or go on.
  std::vector<SlotSet> past;
};

//   at(m, s)      meeting m is in slot s of its domain
//   unplaced(m)   or nowhere; exactly one of all these
//   participants  at most one at(m, s) of each participant and slot
//   tables        for each slot, a totalizer over at(*, s), output T + 1 false, and
//                 one for each limit; meetings of one participant, which exclude
//                 each other, enter as one
//   order         for q before m: at(m, s) -> q is in no slot from s on; by suffixes
//                 from(q, s) of at(q, *)
//   moved(m)      at(m, s) -> moved(m), s not the published one
// That a meeting leaves its slot is that it is not there: moved or unplaced. Where
// the number of unplaced published meetings is settled, the fewest that leave are
// the fewest that are moved.
class RepairEncoding {
 public:
  // Borrows the problem for the time of the call.
  explicit RepairEncoding(const RepairProblem& problem);

  Cnf& cnf() { return cnf_; }
  // kFalse outside the domain.
  Literal At(std::size_t meeting, int slot) const {
    return at_[meeting][static_cast<std::size_t>(slot)];
  }
  Literal Unplaced(std::size_t meeting) const { return unplaced_[meeting]; }
  // kFalse of new meetings. Says nothing of a meeting that is not placed.
  Literal Moved(std::size_t meeting) const { return moved_[meeting]; }
  // kFalse of new meetings.
  Literal Leaves(std::size_t meeting) const { return leaves_[meeting]; }

  // REQUIRES: the solver's last answer was kSatisfiable.
  Schedule Read(const SatSolver& solver) const;

 private:
  void AddMeetings(const RepairProblem& problem);
  void AddParticipants(const RepairProblem& problem);
  void AddTables(const RepairProblem& problem);
  void AddLimit(const RepairProblem& problem, const std::vector<std::size_t>& meetings, int slot,
                int most);
  void AddOrder(const RepairProblem& problem);

  Cnf cnf_;
  std::vector<std::vector<Literal>> at_;  // [meeting][slot]
  std::vector<Literal> unplaced_;
  std::vector<Literal> moved_;
  std::vector<Literal> leaves_;
};

}  // namespace counterpoint::matching
