#include "matching/refresh/brain_float_product.h"

#ifdef COUNTERPOINT_ONEDNN

#include <omp.h>

#include <algorithm>
#include <map>
#include <oneapi/dnnl/dnnl.hpp>
#include <utility>

#include "absl/base/casts.h"

namespace counterpoint::matching {
namespace {

// Panels and blocks are made so high and wide, so that few shapes have to be
// planned for, and these are quick.
constexpr std::size_t kRowsStep = 16;
constexpr std::size_t kColumnsStep = 64;
// Rows of the product that the layout of the columns is chosen for.
constexpr std::size_t kUsualRows = 64;
// Two factors of eight bits that are off by 2^-8 each, with room to spare.
constexpr float kRoundoff = 1.02F / 128;

std::size_t UpTo(std::size_t step, std::size_t count) { return (count + step - 1) / step * step; }

std::uint16_t ToBrainFloat(float number) {
  const auto bits = absl::bit_cast<std::uint32_t>(number);
  return static_cast<std::uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

using Type = dnnl::memory::data_type;

dnnl::memory::desc Plain(std::size_t rows, std::size_t columns, Type type) {
  return {{static_cast<dnnl::memory::dim>(rows), static_cast<dnnl::memory::dim>(columns)},
          type,
          dnnl::memory::format_tag::ab};
}

// What calls this has as many threads as there are processors already.
void UseThisThreadAlone() { omp_set_num_threads(1); }

class BrainFloatProduct final : public BlockProduct {
 public:
  BrainFloatProduct() : engine_(dnnl::engine::kind::cpu, 0), stream_(engine_) {}

  float roundoff() const override { return kRoundoff; }

  void SetColumns(const RowMatrix& columns) override {
    const auto depth = static_cast<std::size_t>(columns.rows());
    const auto count = static_cast<std::size_t>(columns.cols());
    const std::size_t width = UpTo(kColumnsStep, count);
    shape_ = nullptr;
    if (depth == 0 || width == 0) return;
    shape_ = &ShapeOf(depth, width);
    plain_.assign(depth * width, 0);
    for (std::size_t d = 0; d < depth; ++d) {
      const float* from = columns.data() + d * count;
      std::transform(from, from + count, plain_.data() + d * width, ToBrainFloat);
    }
    // Laid out once as the kernels read it; from the plain order each product would.
    columns_.resize(shape_->packed.get_size() / sizeof(std::uint16_t));
    UseThisThreadAlone();
    shape_->packing.execute(
        stream_, {{DNNL_ARG_FROM, Borrow(Plain(depth, width, Type::bf16), plain_.data())},
                  {DNNL_ARG_TO, Borrow(shape_->packed, columns_.data())}});
    stream_.wait();
  }

  void Multiply(const RowFactor& rows, std::size_t begin, std::size_t end,
                RowMatrix& out) override {
    if (shape_ == nullptr) return;
    const std::size_t height = UpTo(kRowsStep, end - begin);
    out.resize(static_cast<Eigen::Index>(height), static_cast<Eigen::Index>(shape_->width));
    const auto [product, is_new] = shape_->products.try_emplace(height);
    if (is_new) product->second = dnnl::matmul(Plan(*shape_, height, shape_->packed));
    UseThisThreadAlone();
    product->second.execute(
        stream_, {{DNNL_ARG_SRC, Borrow(Plain(height, shape_->depth, Type::bf16),
                                        rows.brain.data() + begin * shape_->depth)},
                  {DNNL_ARG_WEIGHTS, Borrow(shape_->packed, columns_.data())},
                  {DNNL_ARG_DST, Borrow(Plain(height, shape_->width, Type::f32), out.data())}});
    stream_.wait();
  }

 private:
  // Columns of one size, and the products with them.
  struct Shape {
    std::size_t depth;
    std::size_t width;
    dnnl::memory::desc packed = {};
    dnnl::reorder packing = {};
    std::map<std::size_t, dnnl::matmul> products = {};  // By height.
  };

  dnnl::memory Borrow(const dnnl::memory::desc& shape, const void* data) const {
    return {shape, engine_, const_cast<void*>(data)};
  }

  dnnl::matmul::primitive_desc Plan(const Shape& shape, std::size_t height,
                                    const dnnl::memory::desc& columns) const {
    return {
        {Plain(height, shape.depth, Type::bf16), columns, Plain(height, shape.width, Type::f32)},
        engine_};
  }

  Shape& ShapeOf(std::size_t depth, std::size_t width) {
    const auto [found, is_new] = shapes_.try_emplace({depth, width}, Shape{depth, width});
    Shape& shape = found->second;
    if (is_new) {
      const dnnl::memory::dims dims = {static_cast<dnnl::memory::dim>(depth),
                                       static_cast<dnnl::memory::dim>(width)};
      const dnnl::memory::desc any(dims, Type::bf16, dnnl::memory::format_tag::any);
      shape.packed = Plan(shape, kUsualRows, any).weights_desc();
      shape.packing = dnnl::reorder(dnnl::reorder::primitive_desc(
          engine_, Plain(depth, width, Type::bf16), engine_, shape.packed));
    }
    return shape;
  }

  dnnl::engine engine_;
  dnnl::stream stream_;
  std::map<std::pair<std::size_t, std::size_t>, Shape> shapes_;  // By depth and width.
  Shape* shape_ = nullptr;            // Of the columns; null: there are none.
  std::vector<std::uint16_t> plain_;  // [depth x width]
  std::vector<std::uint16_t> columns_;
};

}  // namespace

bool CanMultiplyBrainFloats() {
  static const bool can = [] {
    const dnnl::cpu_isa isa = dnnl::get_effective_cpu_isa();
    return isa == dnnl::cpu_isa::avx512_core_bf16 || isa == dnnl::cpu_isa::avx512_core_amx;
  }();
  return can;
}

std::vector<std::uint16_t> BrainFloatRows(const RowMatrix& rows) {
  const auto size = static_cast<std::size_t>(rows.size());
  std::vector<std::uint16_t> brain(size + kRowsStep * static_cast<std::size_t>(rows.cols()));
  std::transform(rows.data(), rows.data() + size, brain.begin(), ToBrainFloat);
  return brain;
}

std::unique_ptr<BlockProduct> MakeBrainFloatProduct() {
  return std::make_unique<BrainFloatProduct>();
}

}  // namespace counterpoint::matching

#else

namespace counterpoint::matching {

bool CanMultiplyBrainFloats() { return false; }
std::vector<std::uint16_t> BrainFloatRows(const RowMatrix&) { return {}; }
std::unique_ptr<BlockProduct> MakeBrainFloatProduct() { return nullptr; }

}  // namespace counterpoint::matching

#endif
