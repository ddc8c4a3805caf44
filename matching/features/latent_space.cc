#include "matching/features/latent_space.h"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace counterpoint::matching {
namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Standard normal values from SplitMix64 through Box and Muller's transform:
// the standard library's distributions differ from one library to another.
class Gaussian {
 public:
  float Next() {
    const double radius = std::sqrt(-2 * std::log(Uniform()));
    return static_cast<float>(radius * std::cos(2 * std::numbers::pi * Uniform()));
  }

 private:
  double Uniform() {  // In (0, 1].
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    z ^= z >> 31;
    return static_cast<double>((z >> 11) + 1) * 0x1p-53;
  }
  std::uint64_t state_ = 0;
};

RowMajor Times(const SparseRows& matrix, const RowMajor& right) {
  RowMajor product = RowMajor::Zero(static_cast<Eigen::Index>(matrix.rows()), right.cols());
  for (std::size_t row = 0; row < matrix.rows(); ++row) {
    auto sum = product.row(static_cast<Eigen::Index>(row));
    for (std::size_t i = matrix.first[row]; i < matrix.first[row + 1]; ++i) {
      sum += matrix.values[i] * right.row(matrix.columns[i]);
    }
  }
  return product;
}

RowMajor TransposeTimes(const SparseRows& matrix, int columns, const RowMajor& right) {
  RowMajor product = RowMajor::Zero(columns, right.cols());
  for (std::size_t row = 0; row < matrix.rows(); ++row) {
    const auto from = right.row(static_cast<Eigen::Index>(row));
    for (std::size_t i = matrix.first[row]; i < matrix.first[row + 1]; ++i) {
      product.row(matrix.columns[i]) += matrix.values[i] * from;
    }
  }
  return product;
}

// Columns of the same span at right angles. Twice Gram-Schmidt through the
// Gram matrix would be quicker and loses digits where it matters here.
RowMajor Orthonormal(const RowMajor& matrix) {
  const Eigen::MatrixXf columns = matrix;
  const Eigen::HouseholderQR<Eigen::MatrixXf> qr(columns);
  return qr.householderQ() * Eigen::MatrixXf::Identity(columns.rows(), columns.cols());
}

}  // namespace

Eigen::MatrixXf LeadingRightVectors(const SparseRows& matrix, int columns, int dimensions,
                                    int power_iterations) {
  constexpr int kOversampling = 8;
  const int sample =
      std::min({dimensions + kOversampling, static_cast<int>(matrix.rows()), columns});
  Gaussian gaussian;
  RowMajor start(columns, sample);
  for (Eigen::Index i = 0; i < start.size(); ++i) start.data()[i] = gaussian.Next();

  // The range of the transpose: its vectors are as long as a row, so that the
  // small problem is (sample x sample) however many rows there are.
  RowMajor range = Orthonormal(TransposeTimes(matrix, columns, Times(matrix, start)));
  for (int i = 0; i < power_iterations; ++i) {
    range = Orthonormal(TransposeTimes(matrix, columns, Times(matrix, range)));
  }
  const RowMajor projected = Times(matrix, range);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> solver(
      Eigen::MatrixXf(projected.transpose() * projected));
  // Eigenvalues come in rising order; the leading ones are wanted first.
  Eigen::MatrixXf vectors = range * solver.eigenvectors().rightCols(dimensions).rowwise().reverse();
  for (Eigen::Index c = 0; c < vectors.cols(); ++c) {
    Eigen::Index largest = 0;
    vectors.col(c).cwiseAbs().maxCoeff(&largest);
    if (vectors(largest, c) < 0) vectors.col(c) = -vectors.col(c);
  }
  return vectors;
}

}  // namespace counterpoint::matching
