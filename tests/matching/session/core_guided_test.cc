#include "matching/session/core_guided.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "tests/matching/session/random_case.h"

namespace counterpoint::matching {
namespace {

constexpr int kVariables = 8;
constexpr std::int64_t kConflicts = 100'000;

struct RandomFormula {
  std::vector<std::vector<Literal>> clauses;  // Over variables 2 to kVariables + 1.
  std::vector<std::vector<Literal>> costs;    // What is minimised first, and next.
};

RandomFormula MakeFormula(SmallRandom& random) {
  RandomFormula formula;
  const auto literal = [&] {
    const Literal variable = 2 + random.Below(kVariables);
    return random.OneIn(3) ? -variable : variable;
  };
  for (int i = 6 + random.Below(12); i > 0; --i) {
    std::vector<Literal>& clause = formula.clauses.emplace_back();
    for (int j = 1 + random.Below(3); j > 0; --j) clause.push_back(literal());
  }
  formula.costs.resize(2);
  for (Literal variable = 2; variable < 2 + kVariables; ++variable) {
    for (std::vector<Literal>& costs : formula.costs) {
      if (random.OneIn(2)) costs.push_back(random.OneIn(4) ? -variable : variable);
    }
  }
  return formula;
}

bool Holds(unsigned values, Literal literal) {
  const bool value = (values >> (std::abs(literal) - 2) & 1U) != 0;
  return literal > 0 ? value : !value;
}

// How many of each kind of costs hold.
std::vector<int> CostsOf(const RandomFormula& formula, unsigned values) {
  std::vector<int> numbers;
  for (const std::vector<Literal>& costs : formula.costs) {
    numbers.push_back(static_cast<int>(std::count_if(
        costs.begin(), costs.end(), [&](Literal cost) { return Holds(values, cost); })));
  }
  return numbers;
}

// Of all solutions; empty where there is none.
std::vector<int> FewestOf(const RandomFormula& formula) {
  std::vector<int> fewest;
  for (unsigned values = 0; values < 1U << kVariables; ++values) {
    const bool solves = std::all_of(
        formula.clauses.begin(), formula.clauses.end(), [&](const std::vector<Literal>& clause) {
          return std::any_of(clause.begin(), clause.end(),
                             [&](Literal literal) { return Holds(values, literal); });
        });
    if (!solves) continue;
    const std::vector<int> numbers = CostsOf(formula, values);
    if (fewest.empty() || numbers < fewest) fewest = numbers;
  }
  return fewest;
}

TEST(CoreGuidedSearchTest, FindsTheFewestOfOneAfterTheOther) {
  SmallRandom random(1);
  int solvable = 0;
  for (int i = 0; i < 500; ++i) {
    SCOPED_TRACE(i);
    const RandomFormula formula = MakeFormula(random);
    const std::vector<int> fewest = FewestOf(formula);
    if (fewest.empty()) continue;
    ++solvable;
    Cnf cnf;
    for (int v = 0; v < kVariables; ++v) cnf.NewVariable();
    for (const std::vector<Literal>& clause : formula.clauses) cnf.Add(clause);
    SatSolver solver(1);
    std::vector<int> last;
    CoreGuidedSearch search(cnf, solver, [&] {
      unsigned values = 0;
      for (Literal v = 2; v < 2 + kVariables; ++v) {
        if (solver.Value(v)) values |= 1U << (v - 2);
      }
      last = CostsOf(formula, values);
    });
    ASSERT_TRUE(search.Minimise(formula.costs[0], {}, formula.costs[1], kConflicts));
    ASSERT_TRUE(search.Minimise(formula.costs[1], {}, {}, kConflicts));
    ASSERT_EQ(last, fewest);
  }
  EXPECT_GT(solvable, 100);
}

// Of 100 literals so many hold in any case, and `least` are known to.
bool Counts(int hold, int least) {
  Cnf cnf;
  std::vector<Literal> costs;
  for (int i = 0; i < 100; ++i) {
    costs.push_back(cnf.NewVariable());
    if (i < hold) cnf.Add({costs.back()});
  }
  SatSolver solver(1);
  CoreGuidedSearch search(cnf, solver, [] {});
  return search.Minimise(costs, {{.costs = costs, .least = least}}, {}, kConflicts);
}

TEST(CoreGuidedSearchTest, ClaimsNothingWhereFarMoreHoldThanAreKnownTo) {
  EXPECT_TRUE(Counts(90, 90));
  EXPECT_TRUE(Counts(90, 60));
  EXPECT_FALSE(Counts(90, 10));
}

TEST(CoreGuidedSearchTest, AFormulaWithoutSolutionEndsTheSearch) {
  Cnf cnf;
  const Literal cost = cnf.NewVariable();
  cnf.Add({cost});
  cnf.Add({-cost});
  SatSolver solver(1);
  CoreGuidedSearch search(cnf, solver, [] {});
  EXPECT_FALSE(search.Minimise({cost}, {}, {}, kConflicts));
}

}  // namespace
}  // namespace counterpoint::matching
