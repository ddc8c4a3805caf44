#include "matching/refresh/block_product.h"

#include <utility>

#include "matching/refresh/brain_float_product.h"

namespace counterpoint::matching {
namespace {

class SingleProduct final : public BlockProduct {
 public:
  float roundoff() const override { return 0; }

  void SetColumns(const RowMatrix& columns) override { columns_ = &columns; }

  void Multiply(const RowFactor& rows, std::size_t begin, std::size_t end,
                RowMatrix& out) override {
    const auto count = static_cast<Eigen::Index>(end - begin);
    out.resize(count, columns_->cols());
    out.noalias() = rows.single.middleRows(static_cast<Eigen::Index>(begin), count) * *columns_;
  }

 private:
  const RowMatrix* columns_ = nullptr;
};

}  // namespace

bool CanMultiply(Arithmetic arithmetic) {
  return arithmetic == Arithmetic::kSingle || CanMultiplyBrainFloats();
}

Arithmetic QuickestArithmetic() {
  return CanMultiplyBrainFloats() ? Arithmetic::kBrainFloat : Arithmetic::kSingle;
}

RowFactor::RowFactor(RowMatrix rows, Arithmetic arithmetic) {
  if (arithmetic == Arithmetic::kBrainFloat) {
    brain = BrainFloatRows(rows);
  } else {
    single = std::move(rows);
  }
}

std::unique_ptr<BlockProduct> BlockProduct::Make(Arithmetic arithmetic) {
  if (arithmetic == Arithmetic::kBrainFloat) return MakeBrainFloatProduct();
  return std::make_unique<SingleProduct>();
}

}  // namespace counterpoint::matching
