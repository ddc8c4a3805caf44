// Slots that participants would rather meet in.
#pragma once

#include "matching/planning/schedule.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

// Placed meetings of participants with a wish outside of the slots that they
// like; a meeting that both would rather have elsewhere counts twice.
int MissedWishes(const SessionProblem& problem, const Schedule& schedule);

}  // namespace counterpoint::matching
