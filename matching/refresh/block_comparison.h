// Two blocks of members compared, each pair once for both sides.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "matching/refresh/candidate_lists.h"
#include "matching/refresh/fit_bound.h"
#include "matching/refresh/pair_judge.h"
#include "matching/refresh/pool_set.h"
#include "matching/refresh/score_bound.h"
#include "matching/refresh/similarity_bound.h"
#include "matching/refresh/text_block.h"

namespace counterpoint::matching {

// Members whose texts and terms are laid out together. Immutable.
struct MemberBlock {
  MemberBlock(const BlockPlan& plan, const Policy& policy,
              const std::vector<MemberTerms>& terms_by_position,
              std::vector<MemberPosition> members);

  std::vector<MemberPosition> members;  // By place.
  TextBlock needs;
  TextBlock offers;
  std::vector<ListingTerms> need_terms;  // By row.
  std::vector<ListingTerms> offer_terms;
  std::vector<OwnerTerms> owners;  // By place.
  BlockTerms terms;
};

// A block whose members are compared with block after block.
struct AskingBlock {
  AskingBlock(const MemberBlock& of, Arithmetic arithmetic)
      : block(of), needs(of.needs, arithmetic), offers(of.offers, arithmetic) {}

  const MemberBlock& block;
  RowFactors needs;
  RowFactors offers;
  // [members x places of all blocks]: sqrt(L3); empty where nobody is close to
  // anybody.
  RowMatrix closeness;
};

// Efforts, counted by several threads.
struct EffortCount {
  std::atomic<std::int64_t> pairs{0};
  std::atomic<std::int64_t> multiplications{0};
  std::atomic<std::int64_t> judged{0};
};

// What one thread needs to compare blocks; used again for the next two. Borrows
// everything.
class BlockComparison {
 public:
  BlockComparison(const BlockPlan& plan, const PoolQuery& query, const Askers& askers,
                  const std::vector<MemberTerms>& terms, CandidateLists& candidates, PoolSet& pools,
                  EffortCount& effort);

  // Finds candidates for the members of `asking` among those of `block`, and the
  // reverse where `offered` (by place in `asking`) says so. `first_place` is where
  // the block stands among the places of all blocks. Of a block with itself, each
  // pair once.
  void Compare(const AskingBlock& asking, const MemberBlock& block, std::size_t first_place,
               const std::vector<bool>& offered);
  // Judges the candidates of a member that have been found so far.
  void JudgeCandidates(MemberPosition member);

 private:
  // Compares the asking members [begin, end).
  void ComparePanel(const AskingBlock& asking, const MemberBlock& block, std::size_t first_place,
                    const std::vector<bool>& offered, std::size_t begin, std::size_t end);
  // What the needs of a member at a place of the one block are met to at most by
  // the offers of one of the other.
  float PoolPair(const MemberBlock& seekers, std::size_t seeker, const MemberBlock& providers,
                 std::size_t provider, const SimilarityBound& bounds, bool needs_ask) const;
  void KeepFound(const MemberBlock& asking, std::size_t place, const MemberBlock& block);

  const BlockPlan& plan_;
  const PoolQuery& query_;
  const std::vector<MemberTerms>& terms_;  // By position.
  CandidateLists& candidates_;
  PoolSet& pools_;
  EffortCount& effort_;
  SimilarityBound to_offers_;
  SimilarityBound to_needs_;
  FitBound fit_;
  PairJudge judge_;
  std::vector<const float*> bounds_;  // Of one member's listings.
  std::vector<float> pooled_;         // By place.
  std::vector<float> pooled_theirs_;
  std::vector<float> bars_;  // Of the block's members, by place.
  std::vector<FoundPair> found_;
  std::vector<Candidate> taken_;
};

}  // namespace counterpoint::matching
