// What a member gains from a partner, and the mutual score of two gains.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/container/inlined_vector.h"
#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/policy/policy.h"
#include "matching/score/fit.h"

namespace counterpoint::matching {

// Similarities of the needs of one member to the offers of another.
struct Similarities {
  const float* data;
  std::ptrdiff_t need_stride;
  std::ptrdiff_t offer_stride;

  float operator()(std::size_t need, std::size_t offer) const {
    return data[static_cast<std::ptrdiff_t>(need) * need_stride +
                static_cast<std::ptrdiff_t>(offer) * offer_stride];
  }
};

// An offer that meets a need: the best one, or one that supports it.
struct MetNeed {
  std::size_t need = 0;
  std::size_t offer = 0;
  double similarity = 0;
  FitShares shares;
  double fit = 0;    // similarity x shares.factor().
  double share = 0;  // Of the fit in the pooled fit.
};

// What one member gains from another, [0, 1]. All but the fit itself count in
// proportion to it, so a partner that meets no need brings nothing.
struct Gain {
  // Needs that allowed offers meet, in their order, each with up to
  // SupportedFit::kMost offers, the best first. The pooled fit is the sum of
  // share x fit over all of them: three quarters the need that is met best, one
  // quarter the mean over all open needs, each as SupportedFit has it.
  absl::InlinedVector<MetNeed, 4> met;
  double fit = 0;
  // Of the partner, each in [0, 1].
  double kind_affinity = 0;
  double credentials = 0;
  double freshness = 0;
  double value = 0;  // fit x (fit weight + sum of weights x the three above).
};

// Custom is worth this part of what the member that brings it gains, so that a
// partner that meets a stated need comes before one that only buys as much.
inline constexpr double kCustom = 0.5;

// What a member gains with the custom of its partner, where that brings any
// (BringsCustom): its own gain, or kCustom of the partner's where that is more.
inline double WithCustom(double gain, bool brings_custom, double partner_gain) {
  return brings_custom ? std::max(gain, kCustom * partner_gain) : gain;
}

// REQUIRES: a policy as Scaled() returns it. Ties between offers go to the
// first, between needs to the first.
Gain JudgeGain(const MemberFeatures& seeker, const MemberFeatures& provider,
               const Similarities& similarities, const Policy& policy, absl::Time as_of);

// Half-life of a year since the profile was last written.
double Freshness(absl::Time update_time, absl::Time as_of);

// What several offers for one need are worth together, [0, 1]: the best one
// whole, each next one 0.7 times as much, as independent chances,
//   1 - (1 - fit_0) (1 - 0.7 fit_1) (1 - 0.49 fit_2) (1 - 0.343 fit_3).
// A single offer is worth its fit, and no offer ever lowers the whole.
class SupportedFit {
 public:
  static constexpr std::size_t kMost = 4;
  // What each further offer is worth beside the one before it.
  static constexpr double kSupport = 0.7;

  // The most that `offers` fits can be worth where the best of them is `fit`.
  static double Ceiling(double fit, std::size_t offers) {
    double missed = 1;
    for (std::size_t k = 0; k < kMost && k < offers; ++k, fit *= kSupport) missed *= 1 - fit;
    return 1 - missed;
  }

  // In any order; only the best kMost count.
  void Add(double fit);
  // What a fit has to exceed to count.
  double least() const { return fits_[kMost - 1]; }
  double value() const;
  // How value() divides: it is the sum of shares()[k] x the k-th best fit.
  std::array<double, kMost> shares() const;

 private:
  std::array<double, kMost> fits_{};  // The best first.
};

// What `gain` can be at most where the similarities, pooled as if they were
// fits, come to `pooled_similarity`. Never below JudgeGain's value, so that a
// candidate whose bound is too low can be passed over.
double GainBound(const Policy& policy, double pooled_similarity, double kind_affinity,
                 double credentials);

// Of the fit of the need that is met best in the pooled fit; the rest is that of
// the mean.
inline constexpr double kBestNeedShare = 0.75;
// Three quarters the best, one quarter the mean of `needs` values.
double PooledFit(double best, double sum, std::size_t needs);

// [0, 1]; rises with both. 0 where either is, but for the arithmetic mean.
double MutualScore(Reciprocity rule, double a, double b);

// How the mutual score divides between the two gains: d score / d a and
// d score / d b. Every rule is homogeneous of degree one, so by Euler's theorem
// a x first + b x second is the score itself.
std::array<double, 2> MutualShares(Reciprocity rule, double a, double b);

}  // namespace counterpoint::matching
