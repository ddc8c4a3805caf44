// Products of brain floats by oneDNN, which takes the quickest instructions that
// the processor has: tiles (AMX) some 13 times as quick as products in single
// precision, dot products of pairs (AVX512-BF16) twice to three times.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "matching/refresh/block_product.h"

namespace counterpoint::matching {

// False in builds without oneDNN.
bool CanMultiplyBrainFloats();

// Rounded to the nearest, ties to even; followed by enough rows of nothing for a
// panel to be as high as is quick.
std::vector<std::uint16_t> BrainFloatRows(const RowMatrix& rows);

// REQUIRES: CanMultiplyBrainFloats().
std::unique_ptr<BlockProduct> MakeBrainFloatProduct();

}  // namespace counterpoint::matching
