// The most that the scores of one member with a block of others can be.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "matching/policy/policy.h"
#include "matching/refresh/text_block.h"

namespace counterpoint::matching {

// What counts in the score of a member beside its texts.
struct MemberTerms {
  MemberKind kind = MemberKind::kUnknown;
  bool recommendable = false;
  bool brings_custom = false;
  std::uint32_t open_needs = 0;
  float own = 0;  // Of the gain from it, what credentials and freshness add to the fit's weight.
  // As the one that asks: shares of PairScore, and no staff rule multiplies by more.
  float profiles = 1;
  float popularity_share = 0;
  float closeness_share = 0;
  float largest_factor = 1;
  float popularity = 0;  // As the partner.
  // Square root of the largest L3 from it; 0 where nobody is close to it.
  float root_walks = 0;
};

// The terms of a block's members, in registers' order: each array has a value for
// each place in the block, and goes up to a multiple of TextBlock::kLanes.
class BlockTerms {
 public:
  BlockTerms(const Policy& policy, const std::vector<MemberTerms>& members);

  std::size_t size() const { return size_; }
  std::size_t padded() const { return bars_shut.size(); }

  // [kind of the other][place]: what the pooled fit is multiplied with in the gain
  // of such a one from the member, and of the member from such a one, but for the
  // other's `own`.
  std::array<std::vector<float>, kMemberKinds> gain_from;
  std::array<std::vector<float>, kMemberKinds> gain_of;
  std::vector<float> inverse_needs;  // 1 / open needs, 0 where none is.
  std::vector<float> custom;         // kCustom where it brings that, else 0.
  std::vector<float> profiles;
  std::vector<float> popularity_share;
  std::vector<float> closeness_by_root;  // closeness_share / root_walks.
  std::vector<float> largest_factor;
  std::vector<float> popularity;
  std::vector<float> bars_shut;  // Infinite where it is recommended to nobody, else 0.

 private:
  std::size_t size_;
};

// What the needs of one member can be met to at most by the offers of each of a
// block, and theirs by its offers, from bounds of the similarities.
class FitBound {
 public:
  // Adds a need of the member. `bounds` is by column of `offers`.
  void AddNeed(const TextBlock& offers, const float* bounds);
  // pooled[place in the block], once all of the member's open needs are added;
  // starts anew.
  void PoolNeeds(const TextBlock& offers, float* pooled);
  // Adds an offer of the member. `bounds` is by column of `needs`.
  void AddOffer(const TextBlock& needs, const float* bounds);
  void PoolOffers(const TextBlock& needs, const std::vector<float>& inverse_needs, float* pooled);

 private:
  // The best four of several, for each column.
  struct Best {
    std::array<std::vector<float>, 4> fits;
    std::size_t count = 0;
  };
  void Gather(const TextBlock& block, float* pooled) const;

  Best best_;
  std::size_t needs_ = 0;
  std::vector<float> most_;  // By place in the slabs.
  std::vector<float> sum_;
};

// The member that is compared with a block.
struct AskerTerms {
  const MemberTerms& terms;
  float bar;               // What a score has to reach to be of use to it.
  const float* closeness;  // sqrt of L3 to each of the block's; null: nobody is close.
  bool offered;            // Whether the others' pools are open to it.
  const float* bars;       // Of the block's members.
};

// A member of the block that is of use to one of the two, as far as bounds can tell.
struct FoundPair {
  std::uint32_t place;
  float score;         // Of the pair in the asking member's list, at most; 0: below its bar.
  float score_theirs;  // In the other's list, likewise.
};

// Room for the scores of one member with a block.
struct PairScores {
  std::vector<float> own;
  std::vector<float> theirs;
};

// Adds the pairs whose score reaches a bar, in order of place. `pooled` are the
// fits of the asking member's needs, `pooled_theirs` those of the block's members'
// needs.
void FindCandidates(Reciprocity rule, const AskerTerms& asker, const BlockTerms& block,
                    const float* pooled, const float* pooled_theirs, PairScores& scores,
                    std::vector<FoundPair>& found);

}  // namespace counterpoint::matching
