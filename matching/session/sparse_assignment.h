// Rows to columns, each column to one row at most, so that the gains are highest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace counterpoint::matching {

// Most columns are alike to a row: it may take any column of the kinds that it
// goes with, and only a few pairs of row and column gain anything.
struct SparseAssignment {
  struct Row {
    std::vector<std::size_t> kinds{};  // Each once.
    std::int64_t loss = 0;             // Where it gets no column, at least 0.
  };
  struct Gain {
    std::size_t row = 0;
    std::size_t column = 0;  // The row may have it, whatever its kind.
    std::int64_t gain = 0;   // At least 0.
  };
  std::vector<std::size_t> columns;  // The kind of each.
  std::vector<Row> rows;
  std::vector<Gain> gains;  // Each row and column at most once.
};

inline constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

// The column of each row, or kNoColumn, with the highest sum of gains less losses.
// A flow of minimum cost, by the network simplex method of LEMON (Dezső, Jüttner,
// Kovács 2011), on a graph with a node for each kind, so its size is that of the
// gains and not of rows times columns. Equal problems give equal answers.
std::vector<std::size_t> Assign(const SparseAssignment& problem);

}  // namespace counterpoint::matching
