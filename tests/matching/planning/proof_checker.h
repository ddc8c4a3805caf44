// Checks DRAT proofs (Wetzler, Heule, Hunt 2014), apart from all that makes them.
#pragma once

#include <string>

namespace counterpoint::matching {

// Whether a proof refutes a formula: each clause of it follows by unit propagation
// (RUP), or does so for each way of resolving it on its first literal (RAT), from
// the formula and the clauses before it, less what was deleted; the last is empty.
// Takes the texts of the two files, in DIMACS and in DRAT's plain form. Plain and
// slow: for formulas of some thousand clauses.
bool Refutes(const std::string& formula, const std::string& proof);

}  // namespace counterpoint::matching
