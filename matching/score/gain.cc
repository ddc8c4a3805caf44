#include "matching/score/gain.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace counterpoint::matching {
namespace {

constexpr absl::Duration kHalfLife = absl::Hours(24 * 365);

// Adds the offers that meet a need, their shares being those of the need's
// own fit, which it returns.
double MeetNeed(const MemberFeatures& seeker, std::size_t need, const MemberFeatures& provider,
                const Similarities& similarities, const Policy& policy, absl::Time as_of,
                Gain& gain) {
  SupportedFit pooled;
  const std::size_t first = gain.met.size();
  for (std::size_t o = 0; o < provider.offers.size(); ++o) {
    const double similarity = similarities(need, o);
    // The factor is 1 at most, so this offer cannot do better.
    if (similarity <= pooled.least()) continue;
    const Pairing pairing{seeker, seeker.needs[need], provider, provider.offers[o]};
    if (!IsAllowed(pairing, as_of)) continue;
    const FitShares shares = ShareFit(policy.fit, JudgeFit(pairing, as_of));
    const double fit = similarity * shares.factor();
    if (fit <= pooled.least()) continue;
    pooled.Add(fit);
    const auto place =
        std::upper_bound(gain.met.begin() + static_cast<std::ptrdiff_t>(first), gain.met.end(), fit,
                         [](double a, const MetNeed& b) { return a > b.fit; });
    gain.met.insert(place, {need, o, similarity, shares, fit, 0});
    if (gain.met.size() - first > SupportedFit::kMost) gain.met.pop_back();
  }
  const auto shares = pooled.shares();
  for (std::size_t i = first; i < gain.met.size(); ++i) gain.met[i].share = shares[i - first];
  return pooled.value();
}

}  // namespace

double Freshness(absl::Time update_time, absl::Time as_of) {
  return std::exp2(-std::max(0.0, absl::FDivDuration(as_of - update_time, kHalfLife)));
}

double PooledFit(double best, double sum, std::size_t needs) {
  return needs == 0
             ? 0
             : kBestNeedShare * best + (1 - kBestNeedShare) * sum / static_cast<double>(needs);
}

void SupportedFit::Add(double fit) {
  for (double& place : fits_) {
    if (fit > place) std::swap(fit, place);
  }
}

double SupportedFit::value() const {
  double missed = 1;
  double weight = 1;
  for (const double fit : fits_) {
    missed *= 1 - weight * fit;
    weight *= kSupport;
  }
  return 1 - missed;
}

std::array<double, SupportedFit::kMost> SupportedFit::shares() const {
  std::array<double, kMost> shares;
  double missed = 1;
  double weight = 1;
  for (std::size_t k = 0; k < kMost; ++k) {
    shares[k] = missed * weight;
    missed *= 1 - weight * fits_[k];
    weight *= kSupport;
  }
  return shares;
}

Gain JudgeGain(const MemberFeatures& seeker, const MemberFeatures& provider,
               const Similarities& similarities, const Policy& policy, absl::Time as_of) {
  Gain gain;
  std::size_t open_needs = 0;
  double best_fit = 0;
  std::array<std::size_t, 2> best = {0, 0};  // Where in `met` the best need stands.
  for (std::size_t n = 0; n < seeker.needs.size(); ++n) {
    if (seeker.needs[n].closes <= as_of) continue;
    ++open_needs;
    const std::size_t first = gain.met.size();
    const double fit = MeetNeed(seeker, n, provider, similarities, policy, as_of, gain);
    if (fit > best_fit) {
      best_fit = fit;
      best = {first, gain.met.size()};
    }
  }
  for (std::size_t i = 0; i < gain.met.size(); ++i) {
    MetNeed& met = gain.met[i];
    const double of_mean = (1 - kBestNeedShare) / static_cast<double>(open_needs);
    met.share *= of_mean + (i >= best[0] && i < best[1] ? kBestNeedShare : 0);
    gain.fit += met.share * met.fit;
  }
  gain.kind_affinity = policy.kind_affinities[static_cast<std::size_t>(seeker.kind)]
                                             [static_cast<std::size_t>(provider.kind)];
  gain.credentials = provider.credentials;
  gain.freshness = Freshness(provider.update_time, as_of);
  gain.value = gain.fit * (policy.gain.fit + policy.gain.kind_affinity * gain.kind_affinity +
                           policy.gain.credentials * gain.credentials +
                           policy.gain.freshness * gain.freshness);
  return gain;
}

double GainBound(const Policy& policy, double pooled_similarity, double kind_affinity,
                 double credentials) {
  // The last bits of a sum depend on its order; the bound must stay above.
  constexpr double kRounding = 1 + 1e-6;
  return kRounding * pooled_similarity *
         (policy.gain.fit + policy.gain.kind_affinity * kind_affinity +
          policy.gain.credentials * credentials + policy.gain.freshness);
}

double MutualScore(Reciprocity rule, double a, double b) {
  switch (rule) {
    case Reciprocity::kHarmonicMean:
      return a + b > 0 ? 2 * a * b / (a + b) : 0;
    case Reciprocity::kGeometricMean:
      return std::sqrt(a * b);
    case Reciprocity::kArithmeticMean:
      return (a + b) / 2;
    case Reciprocity::kMinimum:
      return std::min(a, b);
  }
  return 0;
}

std::array<double, 2> MutualShares(Reciprocity rule, double a, double b) {
  switch (rule) {
    case Reciprocity::kHarmonicMean: {
      const double sum = a + b;
      if (sum <= 0) return {0, 0};
      return {2 * b * b / (sum * sum), 2 * a * a / (sum * sum)};
    }
    case Reciprocity::kGeometricMean: {
      const double root = std::sqrt(a * b);
      if (root <= 0) return {0, 0};
      return {root / (2 * a), root / (2 * b)};
    }
    case Reciprocity::kArithmeticMean:
      return {0.5, 0.5};
    case Reciprocity::kMinimum:
      return a <= b ? std::array<double, 2>{1, 0} : std::array<double, 2>{0, 1};
  }
  return {0, 0};
}

}  // namespace counterpoint::matching
