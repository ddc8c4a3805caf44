// A session case and a choice of its pairs, as a problem of placing.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/session_problem.h"
#include "matching/session/session_case.h"

namespace counterpoint::matching {

// Meeting m of the problem is pair pairs[m]. An order between two pairs holds
// where both are among them. Tables become numbers and limits (table_limits.h).
// REQUIRES: no faults (FindCaseFaults), each pair at most once.
SessionProblem ProblemOf(const SessionCase& session, const std::vector<std::size_t>& pairs);

}  // namespace counterpoint::matching
