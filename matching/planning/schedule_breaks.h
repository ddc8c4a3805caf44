// Breaks of a schedule, as the planners count them.
#pragma once

#include <vector>

#include "matching/planning/schedule.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

// Of each participant, over the meetings that are placed.
std::vector<int> BreaksOf(const SessionProblem& problem, const Schedule& schedule);

int TotalBreaks(const SessionProblem& problem, const Schedule& schedule);

}  // namespace counterpoint::matching
