#include "matching/planning/sat_solver.h"

#include <algorithm>
#include <cadical.hpp>
#include <cstddef>
#include <limits>
#include <utility>

namespace counterpoint::matching {

struct SatSolver::State : CaDiCaL::Terminator, CaDiCaL::Learner {
  bool terminate() override { return stop && stop(); }
  bool learning(int) override {
    ++learnt;
    return false;
  }
  void learn(int) override {}

  std::function<bool()> stop;
  std::int64_t learnt = 0;
  std::size_t added = 0;
  // Before it, what it calls.
  CaDiCaL::Solver solver;
};

SatSolver::SatSolver(int seed, std::function<bool()> stop) : state_(std::make_unique<State>()) {
  state_->stop = std::move(stop);
  // Otherwise it prints what it finds.
  state_->solver.set("quiet", 1);
  // Schedules exist for most bounds that are tried; the hard part is to find one.
  state_->solver.configure("sat");
  state_->solver.set("seed", seed);
  state_->solver.connect_terminator(state_.get());
  state_->solver.connect_learner(state_.get());
}

SatSolver::~SatSolver() = default;

bool SatSolver::TraceProof(const std::string& path) {
  state_->solver.set("binary", 0);
  return state_->solver.trace_proof(path.c_str());
}

void SatSolver::CloseProof() { state_->solver.close_proof_trace(); }

void SatSolver::AddNew(const Cnf& cnf) {
  for (; state_->added < cnf.clauses().size(); ++state_->added) {
    state_->solver.add(cnf.clauses()[state_->added]);
  }
}

void SatSolver::Add(std::initializer_list<Literal> clause) {
  for (const Literal literal : clause) state_->solver.add(literal);
  state_->solver.add(0);
}

void SatSolver::Prefer(Literal literal) { state_->solver.phase(literal); }

SatAnswer SatSolver::Solve(std::span<const Literal> assumptions, std::int64_t conflicts) {
  for (const Literal literal : assumptions) state_->solver.assume(literal);
  state_->solver.limit("conflicts", static_cast<int>(std::min<std::int64_t>(
                                        conflicts, std::numeric_limits<int>::max())));
  switch (state_->solver.solve()) {
    case 10:
      return SatAnswer::kSatisfiable;
    case 20:
      return SatAnswer::kUnsatisfiable;
    default:
      return SatAnswer::kUnknown;
  }
}

bool SatSolver::Value(Literal literal) const { return state_->solver.val(literal) > 0; }

bool SatSolver::Failed(Literal assumption) const { return state_->solver.failed(assumption); }

std::int64_t SatSolver::learnt() const { return state_->learnt; }

}  // namespace counterpoint::matching
