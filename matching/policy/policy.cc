#include "matching/policy/policy.h"

namespace counterpoint::matching {
namespace {

template <std::size_t count>
void ScaleToOne(const std::array<double*, count>& weights) {
  double sum = 0;
  for (const double* weight : weights) sum += *weight;
  if (sum <= 0) {
    *weights[0] = 1;
    return;
  }
  for (double* weight : weights) *weight /= sum;
}

}  // namespace

KindAffinities DefaultKindAffinities() {
  // Who gains from whom as such: suppliers and scene units from each other
  // most, investors from those who build, everybody somewhat from platforms.
  // Order of columns as of rows: not stated, technology supplier, scene unit,
  // research institution, public service platform, creator, investor.
  return {{
      {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5},
      {0.5, 0.5, 1.0, 0.8, 0.7, 0.6, 0.8},
      {0.5, 1.0, 0.4, 0.7, 0.6, 0.9, 0.6},
      {0.5, 0.9, 0.9, 0.5, 0.7, 0.6, 0.5},
      {0.5, 0.8, 0.8, 0.7, 0.4, 0.8, 0.8},
      {0.5, 0.7, 1.0, 0.7, 0.7, 0.6, 0.6},
      {0.5, 1.0, 0.7, 0.7, 0.7, 0.8, 0.3},
  }};
}

Policy Scaled(Policy policy) {
  FitWeights& fit = policy.fit;
  ScaleToOne<7>({&fit.text, &fit.cooperation_mode, &fit.wanted_kind, &fit.region, &fit.timing,
                 &fit.budget, &fit.preference});
  GainWeights& gain = policy.gain;
  ScaleToOne<4>({&gain.fit, &gain.kind_affinity, &gain.credentials, &gain.freshness});
  return policy;
}

}  // namespace counterpoint::matching
