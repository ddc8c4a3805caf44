// The similarities of one pair of members at a time, to the last bit as a scan
// of an index has them.
#pragma once

#include <cstdint>
#include <vector>

#include "matching/refresh/gathered_texts.h"
#include "matching/score/gain.h"
#include "matching/score/similarity.h"

namespace counterpoint::matching {

// Holds the texts of one member spread out by key, so that the texts of another
// are compared with all of them in one pass over their entries. Each sum is made
// in the order of keys, as RowScan makes it. Not thread-safe; borrows the texts.
class PairSimilarity {
 public:
  PairSimilarity(const GatheredTexts& texts, const TextWeights& weights);

  // Whose texts are spread out.
  void Seat(MemberPosition member);

  // Has the texts of a member that will be compared soon brought from memory.
  void Prefetch(MemberPosition other) const;
  // Of the seated member with another: what Similarities of the two point into
  // is replaced by the next call.
  void Compare(MemberPosition other);
  // Of the seated member's needs to the other's offers.
  Similarities offers() const {
    return {of_offers_.data(), 1, static_cast<std::ptrdiff_t>(seated_needs_)};
  }
  // Of the other's needs to the seated member's offers.
  Similarities needs() const {
    return {of_needs_.data(), static_cast<std::ptrdiff_t>(seated_offers_), 1};
  }

 private:
  // Listings that are summed together.
  static constexpr std::size_t kLanes = 4;

  void Spread(const TextRows& rows, std::uint32_t row, std::size_t lane);
  void CompareRow(const TextRows& rows, std::uint32_t row, const std::vector<Embedding>& embeddings,
                  const TextRows& seated_rows, std::uint32_t first_seated,
                  const std::vector<ListingFeatures>& seated, std::size_t first_lane, float* out);

  const GatheredTexts& texts_;
  const MixWeights mix_;
  const MixWeights embedded_mix_;
  const TopicSplits splits_;
  const float foreign_topics_;
  const std::size_t dimensions_;

  MemberPosition seated_ = 0;
  std::size_t seated_needs_ = 0;
  std::size_t seated_offers_ = 0;
  std::size_t stride_ = 0;  // Listings of the seated member, up to a multiple of kLanes.
  // By key: which of the seated member's keys it is, from 1 on; 0: it has not.
  std::vector<std::uint32_t> places_;
  std::vector<std::uint32_t> used_;  // Keys that have a place.
  std::vector<float> weights_;       // [places x stride_], needs before offers.
  std::vector<float> latent_;        // [dimensions x stride_]
  std::vector<float> topics_;        // Sums of one row with each listing.
  std::vector<float> terms_;
  std::vector<float> latents_;
  std::vector<float> of_offers_;  // [other's offers x seated needs]
  std::vector<float> of_needs_;   // [other's needs x seated offers]
};

}  // namespace counterpoint::matching
