// As few of some literals as can be, by unsatisfiable cores.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "matching/planning/cnf.h"
#include "matching/planning/sat_solver.h"

namespace counterpoint::matching {

// Literals of which at least so many hold in every solution.
struct KnownCore {
  std::vector<Literal> costs;
  int least = 0;
};

// Minimises one number of literals after the other, each for good before the
// next.
//
// All costs are assumed false. Where the solver says no, those that its answer
// rests on are a core: one of them holds. It counts once, and from then on "two of
// them" is what is assumed false, by a totalizer; and so on until the solver says
// yes (OLL: Andres, Kaufmann, Matheis, Schaub 2012; Morgado, Dodaro, Marques-Silva
// 2014). Cores of a repair are small and far apart, which makes this so much
// quicker than raising a bound on the whole sum. Of each round all cores that have
// nothing in common are found first, so that a solution not far from the best is
// known early (Davies, Bacchus 2013).
class CoreGuidedSearch {
 public:
  // `found` is called with the solver at each solution. The formula has to have
  // one. Borrows all three.
  CoreGuidedSearch(Cnf& cnf, SatSolver& solver, std::function<void()> found)
      : cnf_(cnf), solver_(solver), found_(std::move(found)) {}

  // Has so few of `costs` hold as can be, in every solution from then on; false
  // where `most_conflicts` in all, or the solver's stop, came first. `known` have
  // nothing in common and consist of `costs`. Costs that are relaxed, and literals
  // of `wishes`, are still false in the solutions that are looked for, but those
  // that are in the way: a full room is filled far sooner from how it was before
  // than from anywhere.
  bool Minimise(const std::vector<Literal>& costs, const std::vector<KnownCore>& known,
                std::vector<Literal> wishes, std::int64_t most_conflicts);

 private:
  // A literal that is assumed false, and where it is an output of a totalizer, the
  // ones that follow.
  struct Term {
    Literal cost = kFalse;
    std::vector<Literal> next{};  // The last one first.
  };

  // Where the answer is no, it rests on terms alone.
  SatAnswer SolveNear(const std::vector<std::size_t>& terms, std::vector<Literal>& wishes,
                      std::int64_t most_conflicts);
  std::vector<Literal> Assumptions(const std::vector<std::size_t>& terms) const;
  std::vector<std::size_t> Failed(const std::vector<std::size_t>& terms) const;
  void Shrink(std::vector<std::size_t>& core, std::int64_t most_conflicts);
  void Relax(const std::vector<std::size_t>& core);

  Cnf& cnf_;
  SatSolver& solver_;
  std::function<void()> found_;
  std::vector<Term> terms_;
};

}  // namespace counterpoint::matching
