// The latent vectors of many texts, laid out to be multiplied with a few
// queries at the speed of memory.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "matching/features/latent_vector.h"

namespace counterpoint::matching {

// Rows are kept in tiles of 16, each laid out dimension by dimension, in two
// bytes a value: a register holds one dimension of a tile's rows, so their
// products need no sums across a register, and half as much memory is read as
// with floats. The values are those of RoundedLatent() exactly. Each row's
// product is summed in order of dimension wherever the row lies, so equal rows
// have equal products.
class LatentRows {
 public:
  static constexpr std::size_t kTile = 16;

  explicit LatentRows(int dimensions = 0) : dimensions_(static_cast<std::size_t>(dimensions)) {}

  // REQUIRES: `row` comes from RoundedLatent(), with the dimensions of this.
  void Append(const Eigen::VectorXf& row);

  // The values of one row, times kLatentScale.
  void Read(std::size_t row, LatentValue* values) const;

  std::size_t rows() const { return rows_; }
  std::size_t dimensions() const { return dimensions_; }
  // Of the values, as a scan reads them.
  std::size_t bytes() const { return values_.size() * sizeof(values_[0]); }
  const std::vector<LatentValue>& values() const { return values_; }

  // products[q x (end - begin) + row - begin] = row x query q, for the rows
  // [begin, end). `queries` is [queries x dimensions], row by row.
  void Multiply(const std::vector<const float*>& queries, std::size_t begin, std::size_t end,
                float* products) const;

 private:
  template <std::size_t kQueries>
  void MultiplySome(const float* const* queries, std::size_t begin, std::size_t end,
                    float* products) const;

  std::size_t dimensions_;
  std::size_t rows_ = 0;
  std::vector<LatentValue> values_;  // [tiles x dimensions x kTile]
};

}  // namespace counterpoint::matching
