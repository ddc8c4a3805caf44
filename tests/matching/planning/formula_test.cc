// Sums and at-most-one constraints, against counting.
#include <gtest/gtest.h>

#include <bit>

#include "matching/planning/cnf.h"
#include "matching/planning/sat_solver.h"
#include "matching/planning/totalizer.h"

namespace counterpoint::matching {
namespace {

constexpr std::int64_t kPlenty = 1'000'000;

std::vector<Literal> NewVariables(Cnf& cnf, int count) {
  std::vector<Literal> literals;
  for (int i = 0; i < count; ++i) literals.push_back(cnf.NewVariable());
  return literals;
}

// The literals, those negated whose bit is not set.
std::vector<Literal> Assignment(const std::vector<Literal>& literals, unsigned bits) {
  std::vector<Literal> assumptions;
  for (std::size_t i = 0; i < literals.size(); ++i) {
    assumptions.push_back((bits >> i & 1) != 0 ? literals[i] : -literals[i]);
  }
  return assumptions;
}

TEST(FormulaTest, AtMostOneExcludesTwoAndNothingElse) {
  for (int count = 1; count <= 9; ++count) {
    Cnf cnf;
    const std::vector<Literal> literals = NewVariables(cnf, count);
    cnf.AddAtMostOne(literals);
    SatSolver solver(1);
    solver.AddNew(cnf);
    for (unsigned bits = 0; bits < 1U << count; ++bits) {
      EXPECT_EQ(solver.Solve(Assignment(literals, bits), kPlenty),
                std::popcount(bits) <= 1 ? SatAnswer::kSatisfiable : SatAnswer::kUnsatisfiable);
    }
  }
}

TEST(FormulaTest, TotalizerCountsUpToItsMost) {
  for (const int most : {1, 3, 7}) {
    Cnf cnf;
    const std::vector<Literal> literals = NewVariables(cnf, 7);
    const auto sums = AddTotalizer(cnf, literals, most, SumDirection::kBoth);
    ASSERT_EQ(static_cast<int>(sums.size()), most);
    SatSolver solver(1);
    solver.AddNew(cnf);
    for (unsigned bits = 0; bits < 1U << literals.size(); ++bits) {
      ASSERT_EQ(solver.Solve(Assignment(literals, bits), kPlenty), SatAnswer::kSatisfiable);
      for (std::size_t k = 0; k < sums.size(); ++k) {
        EXPECT_EQ(solver.Value(sums[k]), std::popcount(bits) > static_cast<int>(k));
      }
    }
  }
}

TEST(FormulaTest, ConstantsNeedNoVariables) {
  Cnf cnf;
  const Literal open = cnf.NewVariable();
  const std::size_t before = cnf.clauses().size();
  cnf.Add({kTrue, open});
  EXPECT_EQ(cnf.clauses().size(), before);
  cnf.Add({kFalse, open});
  EXPECT_EQ(cnf.clauses().back(), 0);
  EXPECT_EQ(cnf.clauses().size(), before + 2);
}

TEST(FormulaTest, AssumptionsThatANoRestsOnAreNamed) {
  Cnf cnf;
  const std::vector<Literal> literals = NewVariables(cnf, 3);
  cnf.AddAtMostOne({literals[0], literals[1]});
  SatSolver solver(1);
  solver.AddNew(cnf);
  ASSERT_EQ(solver.Solve(literals, kPlenty), SatAnswer::kUnsatisfiable);
  EXPECT_TRUE(solver.Failed(literals[0]));
  EXPECT_TRUE(solver.Failed(literals[1]));
  EXPECT_FALSE(solver.Failed(literals[2]));
  EXPECT_EQ(solver.Solve({}, kPlenty), SatAnswer::kSatisfiable);
}

TEST(FormulaTest, AStoppedSolverDoesNotKnow) {
  // Eleven pigeons in ten holes: no solver of its kind sees that at once.
  Cnf cnf;
  std::vector<std::vector<Literal>> holes(10);
  for (int pigeon = 0; pigeon < 11; ++pigeon) {
    const std::vector<Literal> at = NewVariables(cnf, 10);
    cnf.Add(at);
    for (std::size_t hole = 0; hole < at.size(); ++hole) holes[hole].push_back(at[hole]);
  }
  for (const std::vector<Literal>& hole : holes) cnf.AddAtMostOne(hole);
  SatSolver stopped(1, [] { return true; });
  stopped.AddNew(cnf);
  EXPECT_EQ(stopped.Solve({}, kPlenty), SatAnswer::kUnknown);
  SatSolver limited(1);
  limited.AddNew(cnf);
  EXPECT_EQ(limited.Solve({}, 100), SatAnswer::kUnknown);
}

}  // namespace
}  // namespace counterpoint::matching
