#include "matching/refresh/score_bound.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/base/casts.h"
#include "matching/score/gain.h"

namespace counterpoint::matching {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
// A few dozen steps in single precision on numbers without a sign are off by less,
// relative to the result; and 1 less a product of four, absolutely.
constexpr float kRounding = 1 + 1e-5F;
constexpr float kProductRounding = 1e-6F;
// Of the k-th best fit, as SupportedFit has it.
constexpr auto kSecond = static_cast<float>(SupportedFit::kSupport);
constexpr float kThird = kSecond * kSecond;
constexpr float kFourth = kThird * kSecond;
static_assert(SupportedFit::kMost == 4);

// Puts x in its place among the best so far, of which there are `kCount`.
template <std::size_t kCount>
void Insert(std::array<std::vector<float>, 4>& fits, const float* __restrict values,
            std::size_t size) {
  float* __restrict first = fits[0].data();
  float* __restrict second = fits[1].data();
  float* __restrict third = fits[2].data();
  float* __restrict fourth = fits[3].data();
  for (std::size_t i = 0; i < size; ++i) {
    float x = values[i];
    float better = std::max(first[i], x);
    x = std::min(first[i], x);
    first[i] = better;
    if constexpr (kCount == 1) second[i] = x;
    if constexpr (kCount >= 2) {
      better = std::max(second[i], x);
      x = std::min(second[i], x);
      second[i] = better;
    }
    if constexpr (kCount == 2) third[i] = x;
    if constexpr (kCount >= 3) {
      better = std::max(third[i], x);
      x = std::min(third[i], x);
      third[i] = better;
    }
    if constexpr (kCount == 3) fourth[i] = x;
    if constexpr (kCount >= 4) fourth[i] = std::max(fourth[i], x);
  }
}

void Add(std::array<std::vector<float>, 4>& fits, std::size_t count, const float* values,
         std::size_t size) {
  switch (count) {
    case 0:
      std::copy_n(values, size, fits[0].data());
      break;
    case 1:
      Insert<1>(fits, values, size);
      break;
    case 2:
      Insert<2>(fits, values, size);
      break;
    case 3:
      Insert<3>(fits, values, size);
      break;
    default:
      Insert<4>(fits, values, size);
  }
}

void Clear(std::array<std::vector<float>, 4>& fits, std::size_t size) {
  for (std::vector<float>& fit : fits) fit.assign(size, 0);
}

float Met(float first, float second, float third, float fourth) {
  return 1 + kProductRounding -
         (1 - first) * (1 - kSecond * second) * (1 - kThird * third) * (1 - kFourth * fourth);
}

template <typename Mutual>
void FindByRule(const AskerTerms& asker, const BlockTerms& block, const float* __restrict pooled,
                const float* __restrict pooled_theirs, PairScores& scores,
                std::vector<FoundPair>& found, const Mutual& mutual) {
  const MemberTerms& terms = asker.terms;
  const auto kind = static_cast<std::size_t>(terms.kind);
  const float* __restrict gain_from = block.gain_from[kind].data();
  const float* __restrict gain_of = block.gain_of[kind].data();
  const float* __restrict custom = block.custom.data();
  const float* __restrict profiles = block.profiles.data();
  const float* __restrict popularity_share = block.popularity_share.data();
  const float* __restrict closeness_by_root = block.closeness_by_root.data();
  const float* __restrict largest_factor = block.largest_factor.data();
  const float* __restrict popularity = block.popularity.data();
  const float* __restrict shut = block.bars_shut.data();
  const float* __restrict bars = asker.bars;
  const std::size_t size = block.padded();
  scores.own.resize(size);
  scores.theirs.resize(size);
  float* __restrict own = scores.own.data();
  float* __restrict theirs = scores.theirs.data();
  // Copies: a compiler cannot tell that what is written leaves `terms` as they are.
  const float own_terms = terms.own;
  const float own_profiles = terms.profiles;
  const float own_popularity = terms.popularity;
  const float own_popularity_share = terms.popularity_share;
  const float own_factor = kRounding * terms.largest_factor;
  const float own_custom = terms.brings_custom ? static_cast<float>(kCustom) : 0;
  const float closeness_by_own_root =
      terms.root_walks > 0 ? terms.closeness_share / terms.root_walks : 0;
  const float bar = asker.bar;
  const float never = asker.offered && terms.recommendable ? 0 : kInfinity;

  for (std::size_t i = 0; i < size; ++i) {
    const float met = pooled[i] * gain_from[i];
    const float met_theirs = pooled_theirs[i] * (gain_of[i] + own_terms);
    const float gain = std::max(met, custom[i] * met_theirs);
    const float gain_theirs = std::max(met_theirs, own_custom * met);
    const float both = kRounding * mutual(gain, gain_theirs);
    own[i] = own_profiles * both;
    theirs[i] = profiles[i] * both;
  }
  // The network's part, for whom the profiles match. All sums are made and some
  // left out, which registers can do.
  if (asker.closeness != nullptr) {
    const float* __restrict closeness = asker.closeness;
    for (std::size_t i = 0; i < size; ++i) {
      const float closer = own[i] + closeness_by_own_root * closeness[i];
      const float closer_theirs = theirs[i] + closeness_by_root[i] * closeness[i];
      own[i] = own[i] > 0 ? closer : 0;
      theirs[i] = theirs[i] > 0 ? closer_theirs : 0;
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    const float score = own_factor * (own[i] + own_popularity_share * popularity[i]);
    const float score_theirs =
        kRounding * largest_factor[i] * (theirs[i] + popularity_share[i] * own_popularity);
    const float least = std::max(bar, shut[i]);
    const float least_theirs = std::max(bars[i], never);
    own[i] = (own[i] > 0) & (score >= least) ? score : 0;
    theirs[i] = (theirs[i] > 0) & (score_theirs >= least_theirs) ? score_theirs : 0;
  }

  constexpr std::size_t kLanes = TextBlock::kLanes;
  for (std::size_t begin = 0; begin < size; begin += kLanes) {
    std::uint32_t any = 0;
    for (std::size_t i = begin; i < begin + kLanes; ++i) {
      any |= absl::bit_cast<std::uint32_t>(own[i]) | absl::bit_cast<std::uint32_t>(theirs[i]);
    }
    if (any == 0) continue;
    for (std::size_t i = begin; i < std::min(begin + kLanes, block.size()); ++i) {
      if (own[i] > 0 || theirs[i] > 0) {
        found.push_back({static_cast<std::uint32_t>(i), own[i], theirs[i]});
      }
    }
  }
}

}  // namespace

BlockTerms::BlockTerms(const Policy& policy, const std::vector<MemberTerms>& members)
    : size_(members.size()) {
  const std::size_t padded =
      (members.size() + TextBlock::kLanes - 1) / TextBlock::kLanes * TextBlock::kLanes;
  for (auto* by_kind : {&gain_from, &gain_of}) {
    for (std::vector<float>& values : *by_kind) values.assign(padded, 0);
  }
  for (auto* values : {&inverse_needs, &custom, &profiles, &popularity_share, &closeness_by_root,
                       &largest_factor, &popularity}) {
    values->assign(padded, 0);
  }
  bars_shut.assign(padded, kInfinity);
  const GainWeights& weights = policy.gain;
  for (std::size_t m = 0; m < members.size(); ++m) {
    const MemberTerms& terms = members[m];
    const auto kind = static_cast<std::size_t>(terms.kind);
    for (std::size_t other = 0; other < kMemberKinds; ++other) {
      gain_from[other][m] =
          static_cast<float>(weights.fit +
                             weights.kind_affinity * policy.kind_affinities[other][kind]) +
          terms.own;
      gain_of[other][m] = static_cast<float>(weights.fit + weights.kind_affinity *
                                                               policy.kind_affinities[kind][other]);
    }
    inverse_needs[m] = terms.open_needs == 0 ? 0 : 1 / static_cast<float>(terms.open_needs);
    custom[m] = terms.brings_custom ? static_cast<float>(kCustom) : 0;
    profiles[m] = terms.profiles;
    popularity_share[m] = terms.popularity_share;
    closeness_by_root[m] = terms.root_walks > 0 ? terms.closeness_share / terms.root_walks : 0;
    largest_factor[m] = terms.largest_factor;
    popularity[m] = terms.popularity;
    bars_shut[m] = terms.recommendable ? 0 : kInfinity;
  }
}

void FitBound::AddNeed(const TextBlock& offers, const float* bounds) {
  const std::size_t places = offers.padded_members();
  if (needs_ == 0) {
    most_.assign(places, 0);
    sum_.assign(places, 0);
  }
  ++needs_;
  Clear(best_.fits, places);
  for (std::size_t k = 0; k < offers.slabs().size(); ++k) {
    const TextBlock::Slab& slab = offers.slabs()[k];
    Add(best_.fits, k, bounds + slab.begin, slab.size);
  }
  const float* __restrict first = best_.fits[0].data();
  const float* __restrict second = best_.fits[1].data();
  const float* __restrict third = best_.fits[2].data();
  const float* __restrict fourth = best_.fits[3].data();
  float* __restrict most = most_.data();
  float* __restrict sum = sum_.data();
  for (std::size_t i = 0; i < places; ++i) {
    const float met = Met(first[i], second[i], third[i], fourth[i]);
    most[i] = std::max(most[i], met);
    sum[i] += met;
  }
}

void FitBound::PoolNeeds(const TextBlock& offers, float* pooled) {
  if (needs_ == 0) {
    std::fill_n(pooled, offers.padded_members(), 0.0F);
    return;
  }
  const auto best = static_cast<float>(kBestNeedShare);
  const float others = (1 - best) / static_cast<float>(needs_);
  for (std::size_t i = 0; i < most_.size(); ++i) most_[i] = best * most_[i] + others * sum_[i];
  Gather(offers, pooled);
  needs_ = 0;
}

void FitBound::AddOffer(const TextBlock& needs, const float* bounds) {
  if (best_.count == 0) Clear(best_.fits, needs.columns());
  Add(best_.fits, best_.count, bounds, needs.columns());
  ++best_.count;
}

void FitBound::PoolOffers(const TextBlock& needs, const std::vector<float>& inverse_needs,
                          float* pooled) {
  const std::size_t places = needs.padded_members();
  most_.assign(places, 0);
  sum_.assign(places, 0);
  if (best_.count > 0) {
    for (const TextBlock::Slab& slab : needs.slabs()) {
      const float* __restrict first = best_.fits[0].data() + slab.begin;
      const float* __restrict second = best_.fits[1].data() + slab.begin;
      const float* __restrict third = best_.fits[2].data() + slab.begin;
      const float* __restrict fourth = best_.fits[3].data() + slab.begin;
      float* __restrict most = most_.data();
      float* __restrict sum = sum_.data();
      for (std::size_t i = 0; i < slab.size; ++i) {
        const float met = Met(first[i], second[i], third[i], fourth[i]);
        most[i] = std::max(most[i], met);
        sum[i] += met;
      }
    }
  }
  best_.count = 0;
  const auto best = static_cast<float>(kBestNeedShare);
  const std::vector<std::uint32_t>& at = needs.slab_places();
  std::fill_n(pooled, places, 0.0F);
  for (std::size_t m = 0; m < at.size(); ++m) {
    pooled[m] = best * most_[at[m]] + (1 - best) * inverse_needs[m] * sum_[at[m]];
  }
}

void FitBound::Gather(const TextBlock& block, float* pooled) const {
  const std::vector<std::uint32_t>& at = block.slab_places();
  std::fill_n(pooled, block.padded_members(), 0.0F);
  for (std::size_t m = 0; m < at.size(); ++m) pooled[m] = most_[at[m]];
}

void FindCandidates(Reciprocity rule, const AskerTerms& asker, const BlockTerms& block,
                    const float* pooled, const float* pooled_theirs, PairScores& scores,
                    std::vector<FoundPair>& found) {
  const auto find = [&](const auto& mutual) {
    FindByRule(asker, block, pooled, pooled_theirs, scores, found, mutual);
  };
  switch (rule) {
    case Reciprocity::kHarmonicMean:
      // The tiny number keeps 0 / 0 away and lowers nothing that floats can tell.
      find([](float a, float b) { return 2 * a * b / (a + b + 1e-30F); });
      break;
    case Reciprocity::kGeometricMean:
      find([](float a, float b) { return std::sqrt(a * b); });
      break;
    case Reciprocity::kArithmeticMean:
      find([](float a, float b) { return (a + b) / 2; });
      break;
    case Reciprocity::kMinimum:
      find([](float a, float b) { return std::min(a, b); });
      break;
  }
}

}  // namespace counterpoint::matching
