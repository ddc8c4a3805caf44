#include "matching/index/latent_rows.h"

#include <gtest/gtest.h>

#include <random>

namespace counterpoint::matching {
namespace {

std::vector<Eigen::VectorXf> RandomVectors(std::size_t count, int dimensions,
                                           std::mt19937& random) {
  std::normal_distribution<float> normal;
  std::vector<Eigen::VectorXf> vectors(count);
  for (Eigen::VectorXf& vector : vectors) {
    vector = Eigen::VectorXf::NullaryExpr(dimensions, [&] { return normal(random); });
    vector = RoundedLatent(vector.normalized());
  }
  return vectors;
}

LatentRows RowsOf(const std::vector<Eigen::VectorXf>& vectors, int dimensions) {
  LatentRows rows(dimensions);
  for (const Eigen::VectorXf& vector : vectors) rows.Append(vector);
  return rows;
}

std::vector<const float*> Pointers(const std::vector<Eigen::VectorXf>& vectors) {
  std::vector<const float*> pointers;
  for (const Eigen::VectorXf& vector : vectors) pointers.push_back(vector.data());
  return pointers;
}

TEST(LatentRowsTest, ProductsAreThoseOfTheVectors) {
  std::mt19937 random(1);
  for (const int dimensions : {16, 32, 64}) {
    const auto texts = RandomVectors(75, dimensions, random);
    const LatentRows rows = RowsOf(texts, dimensions);
    for (std::size_t count = 0; count <= 9; ++count) {
      const auto queries = RandomVectors(count, dimensions, random);
      const std::size_t begin = random() % 40;
      const std::size_t end = begin + random() % 36;
      std::vector<float> products(count * (end - begin) + 1, -7);
      rows.Multiply(Pointers(queries), begin, end, products.data());
      for (std::size_t q = 0; q < count; ++q) {
        for (std::size_t row = begin; row < end; ++row) {
          EXPECT_NEAR(products[q * (end - begin) + row - begin], queries[q].dot(texts[row]), 1e-6);
        }
      }
      EXPECT_EQ(products.back(), -7) << "written past the end";
    }
  }
}

TEST(LatentRowsTest, EqualRowsHaveEqualProductsWhereverTheyLie) {
  std::mt19937 random(2);
  const std::vector<Eigen::VectorXf> texts(50, RandomVectors(1, 64, random)[0]);
  const auto queries = RandomVectors(3, 64, random);
  std::vector<float> products(3 * 41);
  RowsOf(texts, 64).Multiply(Pointers(queries), 5, 46, products.data());
  for (std::size_t q = 0; q < 3; ++q) {
    for (std::size_t i = 0; i < 41; ++i) EXPECT_EQ(products[q * 41 + i], products[q * 41]);
  }
}

TEST(LatentRowsTest, RoundedVectorsAreKeptExactly) {
  std::mt19937 random(3);
  const auto texts = RandomVectors(20, 16, random);
  const LatentRows rows = RowsOf(texts, 16);
  for (int d = 0; d < 16; ++d) {
    const Eigen::VectorXf axis = Eigen::VectorXf::Unit(16, d);
    std::vector<float> products(20);
    rows.Multiply({axis.data()}, 0, 20, products.data());
    for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(products[i], texts[i][d]);
  }
}

}  // namespace
}  // namespace counterpoint::matching
