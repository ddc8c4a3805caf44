#include "matching/refresh/brain_float_product.h"

#ifdef COUNTERPOINT_ONEDNN

#include <omp.h>

#include <algorithm>
#include <map>
#include <oneapi/dnnl/dnnl.hpp>
#include <tuple>

#include "absl/base/casts.h"

namespace counterpoint::matching {
namespace {

// Panels and blocks are made so high and wide, so that few shapes have to be
// planned for, and these are quick.
constexpr std::size_t kRowsStep = 16;
constexpr std::size_t kColumnsStep = 64;
// Two factors of eight bits that are off by 2^-8 each, with room to spare.
constexpr float kRoundoff = 1.02F / 128;

std::size_t UpTo(std::size_t step, std::size_t count) { return (count + step - 1) / step * step; }

std::uint16_t ToBrainFloat(float number) {
  const auto bits = absl::bit_cast<std::uint32_t>(number);
  return static_cast<std::uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

dnnl::memory::desc Shape(std::size_t rows, std::size_t columns, dnnl::memory::data_type type) {
  return {{static_cast<dnnl::memory::dim>(rows), static_cast<dnnl::memory::dim>(columns)},
          type,
          dnnl::memory::format_tag::ab};
}

class BrainFloatProduct final : public BlockProduct {
 public:
  BrainFloatProduct() : engine_(dnnl::engine::kind::cpu, 0), stream_(engine_) {}

  float roundoff() const override { return kRoundoff; }

  void SetColumns(const RowMatrix& columns) override {
    depth_ = static_cast<std::size_t>(columns.rows());
    const auto count = static_cast<std::size_t>(columns.cols());
    width_ = UpTo(kColumnsStep, count);
    columns_.assign(depth_ * width_, 0);
    for (std::size_t d = 0; d < depth_; ++d) {
      const float* from = columns.data() + d * count;
      std::transform(from, from + count, columns_.data() + d * width_, ToBrainFloat);
    }
  }

  void Multiply(const RowFactor& rows, std::size_t begin, std::size_t end,
                RowMatrix& out) override {
    const std::size_t height = UpTo(kRowsStep, end - begin);
    out.resize(static_cast<Eigen::Index>(height), static_cast<Eigen::Index>(width_));
    // What calls this has as many threads as there are processors already.
    omp_set_num_threads(1);
    const auto of = [&](const dnnl::memory::desc& shape, const void* data) {
      return dnnl::memory(shape, engine_, const_cast<void*>(data));
    };
    Plan(height).execute(
        stream_, {{DNNL_ARG_SRC, of(Factor(height, depth_), rows.brain.data() + begin * depth_)},
                  {DNNL_ARG_WEIGHTS, of(Factor(depth_, width_), columns_.data())},
                  {DNNL_ARG_DST, of(Result(height), out.data())}});
    stream_.wait();
  }

 private:
  static dnnl::memory::desc Factor(std::size_t rows, std::size_t columns) {
    return Shape(rows, columns, dnnl::memory::data_type::bf16);
  }
  dnnl::memory::desc Result(std::size_t height) const {
    return Shape(height, width_, dnnl::memory::data_type::f32);
  }

  dnnl::matmul& Plan(std::size_t height) {
    const auto [plan, is_new] = plans_.try_emplace({height, depth_, width_});
    if (is_new) {
      plan->second =
          dnnl::matmul({{Factor(height, depth_), Factor(depth_, width_), Result(height)}, engine_});
    }
    return plan->second;
  }

  dnnl::engine engine_;
  dnnl::stream stream_;
  std::size_t depth_ = 0;
  std::size_t width_ = 0;
  std::vector<std::uint16_t> columns_;  // [depth x width]
  std::map<std::tuple<std::size_t, std::size_t, std::size_t>, dnnl::matmul> plans_;  // By shape.
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
