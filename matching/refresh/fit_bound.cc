#include "matching/refresh/fit_bound.h"

#include <algorithm>

#include "matching/refresh/lanes.h"
#include "matching/score/gain.h"

namespace counterpoint::matching {
namespace {

// 1 less a product of four is off by less, absolutely.
constexpr float kProductRounding = 1e-6F;
// Of the k-th best fit, as SupportedFit has it.
constexpr auto kSecond = static_cast<float>(SupportedFit::kSupport);
constexpr float kThird = kSecond * kSecond;
constexpr float kFourth = kThird * kSecond;
static_assert(SupportedFit::kMost == 4);
constexpr auto kBest = static_cast<float>(kBestNeedShare);

// The most that `count` fits are worth together. fit(k, lanes) loads the k-th one.
template <typename Fit>
void Support(std::size_t count, const Fit& fit, Lanes& met) {
  Lanes first;
  fit(0, first);
  if (count == 1) {
    met = first + kProductRounding;
    return;
  }
  Lanes second;
  fit(1, second);
  Order(first, second);
  Lanes missed = (1 - first) * (1 - kSecond * second);
  if (count > 2) {
    Lanes third;
    fit(2, third);
    Order(second, third);
    Order(first, second);
    Lanes fourth = {};
    for (std::size_t k = 3; k < count; ++k) {
      Lanes other;
      fit(k, other);
      RaiseTo(fourth, other);
      Order(third, fourth);
      Order(second, third);
      Order(first, second);
    }
    missed = (1 - first) * (1 - kSecond * second) * (1 - kThird * third) * (1 - kFourth * fourth);
  }
  met = 1 + kProductRounding - missed;
}

}  // namespace

void FitBound::PoolNeeds(const TextBlock& offers, absl::Span<const float* const> bounds,
                         float* pooled) {
  const std::vector<TextBlock::Slab>& slabs = offers.slabs();
  if (bounds.empty() || slabs.empty()) {
    std::fill_n(pooled, offers.padded_members(), 0.0F);
    return;
  }
  met_.resize(offers.padded_members());
  const float others = (1 - kBest) / static_cast<float>(bounds.size());
  std::size_t deep = slabs.size();
  for (std::size_t at = 0; at < slabs[0].size; at += kLanes) {
    while (slabs[deep - 1].size <= at) --deep;
    Lanes most = {};
    Lanes sum = {};
    for (const float* of_need : bounds) {
      Lanes met;
      Support(
          deep, [&](std::size_t k, Lanes& lanes) { Load(of_need + slabs[k].begin + at, lanes); },
          met);
      RaiseTo(most, met);
      sum += met;
    }
    Store(kBest * most + others * sum, met_.data() + at);
  }
  std::fill(met_.begin() + slabs[0].size, met_.end(), 0.0F);
  Spread(offers, pooled);
}

void FitBound::PoolOffers(const TextBlock& needs, absl::Span<const float* const> bounds,
                          float* pooled) {
  const std::vector<TextBlock::Slab>& slabs = needs.slabs();
  if (bounds.empty() || slabs.empty()) {
    std::fill_n(pooled, needs.padded_members(), 0.0F);
    return;
  }
  met_.resize(needs.padded_members());
  std::size_t deep = slabs.size();
  for (std::size_t at = 0; at < slabs[0].size; at += kLanes) {
    while (slabs[deep - 1].size <= at) --deep;
    Lanes most = {};
    Lanes sum = {};
    for (std::size_t k = 0; k < deep; ++k) {
      Lanes met;
      Support(
          bounds.size(),
          [&](std::size_t o, Lanes& lanes) { Load(bounds[o] + slabs[k].begin + at, lanes); }, met);
      RaiseTo(most, met);
      sum += met;
    }
    Lanes inverse;
    Load(needs.inverse_listings().data() + at, inverse);
    Store(kBest * most + (1 - kBest) * inverse * sum, met_.data() + at);
  }
  std::fill(met_.begin() + slabs[0].size, met_.end(), 0.0F);
  Spread(needs, pooled);
}

void FitBound::Spread(const TextBlock& block, float* pooled) const {
  const std::vector<std::uint32_t>& at = block.slab_places();
  for (std::size_t m = 0; m < at.size(); ++m) pooled[m] = met_[at[m]];
  std::fill(pooled + at.size(), pooled + block.padded_members(), 0.0F);
}

}  // namespace counterpoint::matching
