// The precision of latent vectors.
#pragma once

#include <Eigen/Core>
#include <cstdint>

namespace counterpoint::matching {

// Latent vectors are made of multiples of 2^-14, which two bytes hold for all
// of [-1, 1]. Rounding when a vector is made, and not when it is stored, leaves
// one truth: a scan over stored rows and a comparison of two texts multiply the
// same numbers. A cosine of 64 dimensions moves by about 2e-5.
using LatentValue = std::int16_t;
inline constexpr float kLatentScale = 16384;

// REQUIRES: values in [-1, 1].
inline Eigen::VectorXf RoundedLatent(const Eigen::VectorXf& vector) {
  return (vector.array() * kLatentScale).round().matrix() / kLatentScale;
}

}  // namespace counterpoint::matching
