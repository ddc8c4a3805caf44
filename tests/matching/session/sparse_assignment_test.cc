#include "matching/session/sparse_assignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "tests/matching/session/random_case.h"

namespace counterpoint::matching {
namespace {

// What the row gains in the column; nothing where it may not have it.
std::optional<std::int64_t> Worth(const SparseAssignment& problem, std::size_t row,
                                  std::size_t column) {
  if (column == kNoColumn) return -problem.rows[row].loss;
  for (const auto& gain : problem.gains) {
    if (gain.row == row && gain.column == column) return gain.gain;
  }
  const auto& kinds = problem.rows[row].kinds;
  if (std::count(kinds.begin(), kinds.end(), problem.columns[column]) > 0) return 0;
  return std::nullopt;
}

std::int64_t Highest(const SparseAssignment& problem, std::size_t row, std::vector<bool>& taken) {
  if (row == problem.rows.size()) return 0;
  std::int64_t best = -problem.rows[row].loss + Highest(problem, row + 1, taken);
  for (std::size_t c = 0; c < problem.columns.size(); ++c) {
    const auto worth = Worth(problem, row, c);
    if (taken[c] || !worth) continue;
    taken[c] = true;
    best = std::max(best, *worth + Highest(problem, row + 1, taken));
    taken[c] = false;
  }
  return best;
}

SparseAssignment RandomProblem(SmallRandom& random) {
  SparseAssignment problem;
  const int columns = random.Below(5);
  for (int c = 0; c < columns; ++c) {
    problem.columns.push_back(static_cast<std::size_t>(random.Below(3)));
  }
  const int rows = random.Below(5);
  for (int r = 0; r < rows; ++r) {
    SparseAssignment::Row& row = problem.rows.emplace_back();
    row.loss = random.Below(8);
    for (std::size_t kind = 0; kind < 3; ++kind) {
      if (random.OneIn(2)) row.kinds.push_back(kind);
    }
    for (int c = 0; c < columns; ++c) {
      if (!random.OneIn(3)) continue;
      problem.gains.push_back(
          {static_cast<std::size_t>(r), static_cast<std::size_t>(c), random.Below(6)});
    }
  }
  return problem;
}

TEST(SparseAssignmentTest, GainsAsMuchAsTheBestOfAllAssignments) {
  SmallRandom random(1);
  for (int i = 0; i < 2000; ++i) {
    SCOPED_TRACE(i);
    const SparseAssignment problem = RandomProblem(random);
    const std::vector<std::size_t> answer = Assign(problem);
    ASSERT_EQ(answer.size(), problem.rows.size());
    std::vector<bool> taken(problem.columns.size(), false);
    std::int64_t sum = 0;
    for (std::size_t r = 0; r < answer.size(); ++r) {
      const auto worth = Worth(problem, r, answer[r]);
      ASSERT_TRUE(worth);
      sum += *worth;
      if (answer[r] == kNoColumn) continue;
      ASSERT_FALSE(taken[answer[r]]);
      taken[answer[r]] = true;
    }
    taken.assign(problem.columns.size(), false);
    ASSERT_EQ(sum, Highest(problem, 0, taken));
  }
}

}  // namespace
}  // namespace counterpoint::matching
