// The SAT solver that plans are proved with: CaDiCaL (Biere, Fazekas, Fleury,
// Heisinger 2020), within the process.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "matching/planning/cnf.h"

namespace counterpoint::matching {

enum class SatAnswer { kSatisfiable, kUnsatisfiable, kUnknown };

// Equal clauses, assumptions and budgets in equal order give equal answers and
// values. Not to be shared between threads.
class SatSolver {
 public:
  // `stop` is asked now and then while solving, on the solving thread; once it
  // is true, Solve answers kUnknown. With millions of clauses it is asked
  // seldom, less than once a second. It may be empty.
  explicit SatSolver(int seed, std::function<bool()> stop = {});
  ~SatSolver();
  SatSolver(const SatSolver&) = delete;
  SatSolver& operator=(const SatSolver&) = delete;

  // From now on writes what it derives to a file, in DRAT's plain form. False where
  // the file cannot be written. REQUIRES: nothing was added yet.
  bool TraceProof(const std::string& path);
  // Ends the file. REQUIRES: TraceProof was true.
  void CloseProof();

  // The clauses of the formula that were not added by an earlier call.
  // REQUIRES: always the same formula, grown or not.
  void AddNew(const Cnf& cnf);
  void Add(std::initializer_list<Literal> clause);
  // Where nothing speaks against it, the literal holds in what is found.
  void Prefer(Literal literal);

  // Under assumptions, for this call alone; kUnknown after about so many
  // conflicts, or when stopped.
  SatAnswer Solve(std::span<const Literal> assumptions, std::int64_t conflicts);
  // REQUIRES: the last answer was kSatisfiable.
  bool Value(Literal literal) const;
  // Whether the last answer rests on the assumption. REQUIRES: it was
  // kUnsatisfiable.
  bool Failed(Literal assumption) const;

  // Clauses learnt so far: about the conflicts, and the same on every machine.
  std::int64_t learnt() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace counterpoint::matching
