// The exact scores of one pair of members at a time.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "matching/index/member_index.h"
#include "matching/network/connections.h"
#include "matching/refresh/gathered_texts.h"
#include "matching/refresh/pair_similarity.h"
#include "matching/refresh/pool_making.h"
#include "matching/score/pair_score.h"

namespace counterpoint::matching {

// What each member brings to a pair as the one that asks. Immutable.
class Askers {
 public:
  // REQUIRES: query.policy is scaled. Where there are partnerships, costs the
  // connections of every member.
  Askers(const MemberIndex& index, const GatheredTexts& texts, const PoolQuery& query,
         const ParallelFor& parallel);

  const PairShares& shares(MemberPosition at) const { return shares_[has_partners(at)]; }
  // The largest L3 from the member; 0 without partners.
  double largest_walks(MemberPosition at) const {
    return largest_walks_.empty() ? 0 : largest_walks_[at];
  }
  const AskerRules& rules(MemberPosition at) const { return rules_.empty() ? none_ : rules_[at]; }
  const PartnerGraph& graph() const { return graph_; }

 private:
  bool has_partners(MemberPosition at) const { return largest_walks(at) > 0; }

  const PartnerGraph& graph_;
  std::array<PairShares, 2> shares_;   // Of members without partners, with some.
  std::vector<double> largest_walks_;  // Empty: nobody has partners.
  const AskerRules none_;
  std::vector<AskerRules> rules_;  // Empty: there are none.
};

// Scores the partners of a seated member as RecommendPartners does. Not thread-safe; borrows
// everything.
class PairJudge {
 public:
  PairJudge(const GatheredTexts& texts, const Askers& askers, const PoolQuery& query);

  void Seat(MemberPosition member);
  // To be called some time before the two below, which are quicker for it.
  void Prefetch(MemberPosition other) const { similarity_.Prefetch(other); }
  // Whether the other may be listed for the seated member, whatever the score.
  bool Admits(MemberPosition other) const;
  // The entry of the other in the seated member's pool; a score of 0 is not listed.
  PoolEntry Judge(MemberPosition other);

 private:
  double ScoreOf(MemberPosition other, double profiles) const;

  const GatheredTexts& texts_;
  const Askers& askers_;
  const PoolQuery& query_;
  PairSimilarity similarity_;
  MemberPosition seated_ = 0;
  bool spread_ = false;  // Whether the seated member's texts are: only once they are asked for.
};

}  // namespace counterpoint::matching
