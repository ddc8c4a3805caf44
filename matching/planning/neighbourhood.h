// A part of a schedule solved anew, while all the rest stays: large
// neighbourhood search (Shaw 1998), one step of it.
//
// The freed meetings, beside those that stay, are a session of their own
// (partial_session.h), small enough for a SAT solver, which is asked for fewer
// breaks than now until it has no better answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "matching/planning/sat_solver.h"
#include "matching/planning/schedule.h"
#include "matching/planning/session_problem.h"
#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

struct NeighbourhoodTask {
  const SessionProblem& problem;
  const std::vector<SlotSet>& domains;  // Of each meeting.
  // Breaks that a participant may have. One that has more now gets no more.
  const std::vector<int>& most_breaks;
};

struct NeighbourhoodOptions {
  int seed = 1;
  std::int64_t most_conflicts = 2000;  // For each question.
};

struct NeighbourhoodResult {
  // Breaks fewer than before.
  int saved = 0;
  // No schedule that differs in the freed meetings alone has fewer breaks than
  // the one that is now. Otherwise the last question was not answered.
  bool best = false;
  std::int64_t conflicts = 0;
};

// Moves freed meetings in `schedule`. REQUIRES: the schedule places every meeting
// and keeps domains, order, tables and limits; `freed` names each meeting once.
NeighbourhoodResult ImproveNeighbourhood(const NeighbourhoodTask& task,
                                         const std::vector<std::size_t>& freed,
                                         const NeighbourhoodOptions& options,
                                         const std::function<bool()>& stop, Schedule& schedule);

}  // namespace counterpoint::matching
