#include "matching/features/latent_space.h"

#include <gtest/gtest.h>

#include <Eigen/SVD>
#include <random>

namespace counterpoint::matching {
namespace {

struct Matrices {
  SparseRows sparse;
  Eigen::MatrixXf dense;
};

// A matrix of low rank with a little noise, a third of it zero.
Matrices RandomMatrix(int rows, int columns, int rank, unsigned seed) {
  std::mt19937 random(seed);
  const auto value = [&] { return static_cast<float>(random() % 2001) / 1000 - 1; };
  Eigen::MatrixXf left(rows, rank);
  Eigen::MatrixXf right(rank, columns);
  for (float& x : left.reshaped()) x = value();
  for (float& x : right.reshaped()) x = value();
  Matrices made{{}, left * right};
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      if (random() % 3 == 0) made.dense(r, c) = 0;
      if (made.dense(r, c) == 0) continue;
      made.sparse.columns.push_back(static_cast<std::uint32_t>(c));
      made.sparse.values.push_back(made.dense(r, c));
    }
    made.sparse.first.push_back(made.sparse.columns.size());
  }
  return made;
}

TEST(LatentSpaceTest, TheVectorsAreAtRightAnglesAndOfLengthOne) {
  const Matrices made = RandomMatrix(80, 50, 4, 1);
  const Eigen::MatrixXf vectors = LeadingRightVectors(made.sparse, 50, 6, 2);
  EXPECT_LT((vectors.transpose() * vectors - Eigen::MatrixXf::Identity(6, 6)).norm(), 1e-4);
}

TEST(LatentSpaceTest, KeepsNearlyAsMuchAsTheExactDecomposition) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    const Matrices made = RandomMatrix(120, 70, 5, seed);
    const Eigen::MatrixXf found = LeadingRightVectors(made.sparse, 70, 5, 2);
    const Eigen::JacobiSVD<Eigen::MatrixXf> exact(made.dense, Eigen::ComputeThinV);
    const float kept = (made.dense * found).norm();
    const float possible = (made.dense * exact.matrixV().leftCols(5)).norm();
    EXPECT_GT(kept, 0.999F * possible);
  }
}

TEST(LatentSpaceTest, EqualInputGivesEqualBits) {
  const Matrices made = RandomMatrix(60, 40, 3, 9);
  EXPECT_EQ(LeadingRightVectors(made.sparse, 40, 4, 2), LeadingRightVectors(made.sparse, 40, 4, 2));
}

TEST(LatentSpaceTest, TakesAsManyDimensionsAsThereAreRows) {
  const Matrices made = RandomMatrix(3, 40, 3, 5);
  EXPECT_EQ(LeadingRightVectors(made.sparse, 40, 3, 1).cols(), 3);
}

}  // namespace
}  // namespace counterpoint::matching
