#include "matching/refresh/block_product.h"

#include <gtest/gtest.h>

#include <random>

namespace counterpoint::matching {
namespace {

RowMatrix RandomMatrix(unsigned seed, Eigen::Index rows, Eigen::Index columns) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> number(-1, 1);
  return RowMatrix::NullaryExpr(rows, columns, [&] { return number(random); });
}

class BlockProductTest : public ::testing::TestWithParam<Arithmetic> {
 protected:
  void SetUp() override {
    // They need instructions that few processors have; Eigen's are tested everywhere.
    if (!CanMultiply(GetParam())) {
      GTEST_SKIP() << "this build or processor has no products of brain floats";
    }
  }
};

TEST_P(BlockProductTest, IsNoFurtherOffThanItSays) {
  const auto product = BlockProduct::Make(GetParam());
  for (const Eigen::Index depth : {1, 7, 64}) {
    for (const Eigen::Index columns : {1, 63, 64, 200}) {
      const RowMatrix a = RandomMatrix(1, 40, depth);
      const RowMatrix b = RandomMatrix(2, depth, columns);
      const RowFactor rows(a, GetParam());
      product->SetColumns(b);
      const RowMatrix exact = a * b;
      const RowMatrix most = (product->roundoff() + 1e-5F) * (a.cwiseAbs() * b.cwiseAbs());
      for (const auto& [begin, end] :
           {std::pair<Eigen::Index, Eigen::Index>{0, 40}, {3, 4}, {23, 40}}) {
        RowMatrix out;
        product->Multiply(rows, static_cast<std::size_t>(begin), static_cast<std::size_t>(end),
                          out);
        const auto off =
            (out.topLeftCorner(end - begin, columns) - exact.middleRows(begin, end - begin))
                .cwiseAbs();
        EXPECT_TRUE((off.array() <= most.middleRows(begin, end - begin).array()).all())
            << depth << " x " << columns << ", rows from " << begin;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryArithmetic, BlockProductTest,
                         ::testing::Values(Arithmetic::kSingle, Arithmetic::kBrainFloat));

TEST(ArithmeticTest, SinglePrecisionIsEverywhere) {
  EXPECT_TRUE(CanMultiply(Arithmetic::kSingle));
  EXPECT_TRUE(CanMultiply(QuickestArithmetic()));
}

}  // namespace
}  // namespace counterpoint::matching
