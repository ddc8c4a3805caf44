// What needs can be met to at most, from bounds of similarities.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "matching/refresh/text_block.h"

namespace counterpoint::matching {

// Pools bounds of similarities as if they were fits (SupportedFit, PooledFit), for
// one member with each of a block, as whole registers. Not thread-safe.
class FitBound {
 public:
  // pooled[place in the block, up to a multiple of kLanes]: the needs of the member
  // by the offers of each. bounds[need of the member]: by column of `offers`.
  void PoolNeeds(const TextBlock& offers, absl::Span<const float* const> bounds, float* pooled);
  // The needs of each by the offers of the member. bounds[offer of the member]: by
  // column of `needs`.
  void PoolOffers(const TextBlock& needs, absl::Span<const float* const> bounds, float* pooled);

 private:
  // From the order of slabs to that of places.
  void Spread(const TextBlock& block, float* pooled) const;

  std::vector<float> met_;  // In the order of slabs.
};

}  // namespace counterpoint::matching
