// The most that the scores of one member with a block of others can be.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "matching/policy/policy.h"

namespace counterpoint::matching {

// What counts in the score of a member beside its texts.
struct MemberTerms {
  MemberKind kind = MemberKind::kUnknown;
  bool recommendable = false;
  bool brings_custom = false;
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
// each place in the block, and goes up to a multiple of kLanes.
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
  std::vector<float> custom;  // kCustom where it brings that, else 0.
  std::vector<float> profiles;
  std::vector<float> popularity_share;
  std::vector<float> closeness_by_root;  // closeness_share / root_walks.
  std::vector<float> largest_factor;
  std::vector<float> popularity;
  std::vector<float> bars_shut;  // Infinite where it is recommended to nobody, else 0.

 private:
  std::size_t size_;
};

// The member that is compared with a block.
struct AskerTerms {
  const MemberTerms& terms;
  float bar;               // What a score has to reach to be of use to it.
  const float* closeness;  // sqrt of L3 to each of the block's; null: nobody is close.
  bool offered;            // Whether the others' pools are open to it.
  const float* bars;       // Of the block's members.
};

// What the needs of the asking member can be met to at most by one of the block,
// and the reverse.
struct PooledFits {
  float own;
  float theirs;
};

// A member of the block that is of use to one of the two, as far as bounds can tell.
struct FoundPair {
  std::uint32_t place;
  float score;         // Of the pair in the asking member's list, at most; 0: below its bar.
  float score_theirs;  // In the other's list, likewise.
};

// Adds the pairs whose score reaches a bar, in order of place. `pooled` are the
// fits of the asking member's needs by each place, `pooled_theirs` those of the
// block's members' needs. Where these reach a bar, `refine` says more exactly what
// the fits are at most, which decides.
void FindCandidates(Reciprocity rule, const AskerTerms& asker, const BlockTerms& block,
                    const float* pooled, const float* pooled_theirs,
                    absl::FunctionRef<PooledFits(std::uint32_t place)> refine,
                    std::vector<FoundPair>& found);

}  // namespace counterpoint::matching
