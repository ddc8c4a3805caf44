#include "matching/planning/proof_log.h"

#include <cstddef>
#include <cstdio>
#include <fstream>
#include <ostream>
#include <vector>

#include "matching/planning/break_limits.h"
#include "matching/planning/cnf.h"
#include "matching/planning/day_bounds.h"
#include "matching/planning/encoding_order.h"
#include "matching/planning/meeting_domains.h"
#include "matching/planning/sat_solver.h"
#include "matching/planning/session_encoding.h"

namespace counterpoint::matching {
namespace {

// Where meeting m of the session stands in the order of the formula.
std::vector<int> PositionsInFormula(const EncodingOrder& order, std::size_t meetings) {
  Schedule numbers;
  for (std::size_t m = 0; m < meetings; ++m) numbers.slots.push_back(static_cast<int>(m));
  return order.Restored(numbers).slots;
}

void WriteFormula(const Cnf& cnf, Literal claim, std::ostream& out) {
  std::size_t clauses = 1;
  for (const Literal literal : cnf.clauses()) clauses += literal == 0 ? 1 : 0;
  out << "p cnf " << cnf.variables() << " " << clauses << "\n";
  for (const Literal literal : cnf.clauses()) out << literal << (literal == 0 ? "\n" : " ");
  out << claim << " 0\n";
}

bool WriteFormulaFile(const SessionProblem& problem, const EncodingOrder& order,
                      const SessionEncoding& encoding, Literal claim, const std::string& file) {
  std::ofstream out(file);
  const std::vector<int> positions = PositionsInFormula(order, problem.meetings.size());
  for (std::size_t m = 0; m < positions.size(); ++m) {
    for (int slot = 0; slot < problem.slots(); ++slot) {
      const Literal at = encoding.At(static_cast<std::size_t>(positions[m]), slot);
      if (at != kFalse) out << "c meeting " << m << " slot " << slot << " is " << at << "\n";
    }
  }
  WriteFormula(encoding.cnf(), claim, out);
  out.close();
  return out.good();
}

ProofLogEnd Refute(const Cnf& cnf, Literal claim, const std::string& file,
                   const ProofLogOptions& options, const std::function<bool()>& stop) {
  SatSolver solver(options.seed, stop);
  if (!solver.TraceProof(file)) return ProofLogEnd::kNoFile;
  solver.AddNew(cnf);
  solver.Add({claim});
  const SatAnswer answer = solver.Solve({}, options.most_conflicts);
  solver.CloseProof();
  switch (answer) {
    case SatAnswer::kUnsatisfiable:
      return ProofLogEnd::kWritten;
    case SatAnswer::kSatisfiable:
      return ProofLogEnd::kRefuted;
    case SatAnswer::kUnknown:
      break;
  }
  return ProofLogEnd::kOpen;
}

}  // namespace

ProofLogEnd WriteProof(const SessionProblem& problem, std::optional<int> breaks,
                       const std::string& path, const ProofLogOptions& options,
                       const std::function<bool()>& stop) {
  const EncodingOrder order(problem);
  const SessionProblem ordered = order.Ordered(problem);
  const MeetingDomains domains = FindDomains(ordered);
  if (!domains.dead_ends.empty()) return ProofLogEnd::kNothingToProve;
  const std::vector<DayBounds> days = FindDayBounds(ordered, domains);
  const BreakLimits limits = FindBreakLimits(ordered.breaks, days);
  if (limits.dead_end) return ProofLogEnd::kNothingToProve;
  const SessionEncoding encoding(ordered, domains, days, limits,
                                 {.parity = true, .known_breaks = breaks});
  if (breaks && *breaks <= encoding.least_breaks()) return ProofLogEnd::kNothingToProve;
  const Literal claim = breaks ? encoding.AtMost(*breaks - 1) : kTrue;
  const std::string formula = path + ".cnf";
  const std::string proof = path + ".drat";
  ProofLogEnd end = ProofLogEnd::kNoFile;
  if (WriteFormulaFile(problem, order, encoding, claim, formula)) {
    end = Refute(encoding.cnf(), claim, proof, options, stop);
  }
  if (end != ProofLogEnd::kWritten) {
    std::remove(formula.c_str());
    std::remove(proof.c_str());
  }
  return end;
}

}  // namespace counterpoint::matching
