// Randomised singular value decomposition of a sparse matrix.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace counterpoint::matching {

// Rows of a sparse matrix, one after another.
struct SparseRows {
  std::vector<std::size_t> first = {0};  // Of row i; one more at the end.
  std::vector<std::uint32_t> columns;
  std::vector<float> values;

  std::size_t rows() const { return first.size() - 1; }
};

// The leading right singular vectors of a matrix with `columns` columns, as
// the columns of a (columns x dimensions) matrix: the range of the matrix is
// sampled with Gaussian vectors, sharpened by `power_iterations`, and the small
// problem in it solved exactly (Halko, Martinsson, Tropp, "Finding structure
// with randomness", SIAM Review 53, 2011, algorithms 4.4 and 5.1). Signs are
// fixed so that the largest entry of each vector is positive. Deterministic.
// Costs 2 (power_iterations + 1) passes over the matrix, each of
// non-zeros x (dimensions + 8) multiplications.
// REQUIRES: 0 < dimensions <= min(rows, columns).
Eigen::MatrixXf LeadingRightVectors(const SparseRows& matrix, int columns, int dimensions,
                                    int power_iterations);

}  // namespace counterpoint::matching
