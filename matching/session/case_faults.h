// What makes a session case no case at all.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/session_problem.h"
#include "matching/session/session_case.h"

namespace counterpoint::matching {

// Unions of kinds of tables (table_limits.h) that the pairs of a session may need.
inline constexpr std::size_t kMostTableUnions = 1'000;

// All faults of a case, in the order of the fields: those of FindFaults, and what
// it does not know of. Empty where the case can be planned; a case that is well
// formed but cannot be planned as it should has no fault.
std::vector<ProblemFault> FindCaseFaults(const SessionCase& session);

}  // namespace counterpoint::matching
