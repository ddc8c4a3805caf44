#include "matching/index/latent_rows.h"

#include <algorithm>
#include <cstring>

namespace counterpoint::matching {
namespace {

// One dimension of a tile's rows. Vectors of the compiler's own, which become
// what registers the machine has: compilers do not find them in plain loops.
using Values = LatentValue __attribute__((vector_size(LatentRows::kTile * sizeof(LatentValue))));
using Floats = float __attribute__((vector_size(LatentRows::kTile * sizeof(float))));

// Queries at a time: their sums stay in registers beside the tile.
constexpr std::size_t kMostQueries = 4;

}  // namespace

void LatentRows::Append(const Eigen::VectorXf& row) {
  if (rows_ % kTile == 0) values_.resize(values_.size() + dimensions_ * kTile);
  LatentValue* tile = values_.data() + rows_ / kTile * dimensions_ * kTile;
  for (std::size_t d = 0; d < dimensions_; ++d) {
    tile[d * kTile + rows_ % kTile] =
        static_cast<LatentValue>(row[static_cast<Eigen::Index>(d)] * kLatentScale);
  }
  ++rows_;
}

void LatentRows::Read(std::size_t row, LatentValue* values) const {
  const std::size_t first = row / kTile * dimensions_ * kTile + row % kTile;
  for (std::size_t d = 0; d < dimensions_; ++d) values[d] = values_[first + d * kTile];
}

template <std::size_t kQueries>
void LatentRows::MultiplySome(const float* const* queries, std::size_t begin, std::size_t end,
                              float* products) const {
  for (std::size_t first = begin / kTile * kTile; first < end; first += kTile) {
    const LatentValue* tile = values_.data() + first * dimensions_;
    Floats sums[kQueries] = {};
    for (std::size_t d = 0; d < dimensions_; ++d, tile += kTile) {
      Values values;
      std::memcpy(&values, tile, sizeof(values));
      const Floats floats = __builtin_convertvector(values, Floats);
      for (std::size_t q = 0; q < kQueries; ++q) sums[q] += floats * queries[q][d];
    }
    const std::size_t from = std::max(first, begin);
    const std::size_t to = std::min(first + kTile, end);
    for (std::size_t q = 0; q < kQueries; ++q) {
      float* out = products + q * (end - begin);
      for (std::size_t row = from; row < to; ++row) {
        out[row - begin] = sums[q][row - first] * (1 / kLatentScale);
      }
    }
  }
}

void LatentRows::Multiply(const std::vector<const float*>& queries, std::size_t begin,
                          std::size_t end, float* products) const {
  for (std::size_t q = 0; q < queries.size(); q += kMostQueries) {
    const float* const* some = queries.data() + q;
    float* out = products + q * (end - begin);
    switch (std::min(kMostQueries, queries.size() - q)) {
      case 1:
        MultiplySome<1>(some, begin, end, out);
        break;
      case 2:
        MultiplySome<2>(some, begin, end, out);
        break;
      case 3:
        MultiplySome<3>(some, begin, end, out);
        break;
      default:
        MultiplySome<kMostQueries>(some, begin, end, out);
    }
  }
}

}  // namespace counterpoint::matching
