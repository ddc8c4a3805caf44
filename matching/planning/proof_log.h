// Proofs for others to check: that no schedule has fewer breaks, or that there is
// none at all.
//
// A fresh solver is given the formula of the claim and writes down how it refutes
// it, so that a checker that knows nothing of sessions (drat-trim and its like)
// can follow. What goes into the formula is not part of the proof: domains and
// day bounds (meeting_domains.h, day_bounds.h) are taken from matchings and dynamic
// programs, and a claim that follows from these alone has no proof to write.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

enum class ProofLogEnd {
  kWritten,
  // Domains, days and the limits of fairness say it without any search.
  kNothingToProve,
  kRefuted,  // There is such a schedule: the claim is wrong.
  kOpen,     // The conflicts are spent, or stopped.
  kNoFile,   // A file cannot be written.
};

struct ProofLogOptions {
  int seed = 1;
  std::int64_t most_conflicts = 20'000'000;
};

// Writes `path`.cnf, a formula in DIMACS that is satisfiable only if there is a
// schedule with fewer than `breaks` breaks, or any schedule where `breaks` is not
// given, and `path`.drat, a proof that it is not. Comments of the formula say which
// variable places which meeting ("c meeting 3 slot 5 is 17", positions from 0).
// Only kWritten leaves files. REQUIRES: no faults.
ProofLogEnd WriteProof(const SessionProblem& problem, std::optional<int> breaks,
                       const std::string& path, const ProofLogOptions& options,
                       const std::function<bool()>& stop);

}  // namespace counterpoint::matching
