// Matrix products of a panel of rows with a block of columns, in one of two
// arithmetics.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "matching/index/row_set.h"

namespace counterpoint::matching {

enum class Arithmetic {
  kSingle,      // Eigen's, in single precision; everywhere.
  kBrainFloat,  // Factors of sixteen bits (bfloat16), sums in single precision.
};

// Whether products in the arithmetic are built in and this processor has
// instructions for them: of brain floats AVX512-BF16 or AMX, and oneDNN.
bool CanMultiply(Arithmetic arithmetic);
// Brain floats where these can be multiplied.
Arithmetic QuickestArithmetic();

// Rows of many products, made once and used by several threads: [rows x depth] in
// one of the two arithmetics.
struct RowFactor {
  RowFactor(RowMatrix rows, Arithmetic arithmetic);

  RowMatrix single;
  std::vector<std::uint16_t> brain;  // Followed by rows of nothing.
};

// Not thread-safe.
class BlockProduct {
 public:
  // REQUIRES: CanMultiply(arithmetic).
  static std::unique_ptr<BlockProduct> Make(Arithmetic arithmetic);
  virtual ~BlockProduct() = default;

  // By how much a product of two numbers is off at most, relative to it, beside the
  // rounding of single precision.
  virtual float roundoff() const = 0;
  // [depth x columns]; borrowed until the next ones are set.
  virtual void SetColumns(const RowMatrix& columns) = 0;
  // Rows [begin, end) times the columns into the upper left corner of `out`, which
  // is made large enough; what else is in it means nothing.
  virtual void Multiply(const RowFactor& rows, std::size_t begin, std::size_t end,
                        RowMatrix& out) = 0;
};

}  // namespace counterpoint::matching
