// Sessions of the set `meetings`: MiniZinc data files.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::evaluation {

// A session as the file at `path` describes it, slots and participants counted
// from 0 instead of 1, with breaks that differ by at most 2 between participants.
// Errors: NOT_FOUND where there is no file; INVALID_ARGUMENT names what is missing
// or makes no sense.
absl::StatusOr<matching::SessionProblem> ReadSession(const std::string& path);

}  // namespace counterpoint::evaluation
