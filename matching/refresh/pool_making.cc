// MakePools and UpdatePools: see pool_making.h for the method.
#include "matching/refresh/pool_making.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <numeric>
#include <utility>

#include "absl/algorithm/container.h"
#include "matching/refresh/block_comparison.h"

namespace counterpoint::matching {
namespace {

// A key is worth a column of the products where it stands in a few of a hundred
// texts; there are not many such.
constexpr std::size_t kHeadColumns = 64;
// Members of a block: many, so that what is done once for a block costs little,
// and few enough that two threads share the blocks of a small alliance.
constexpr std::size_t kMostOfBlock = 512;
constexpr std::size_t kFewestOfBlock = 64;
constexpr std::size_t kBlocks = 16;
// Of a block, whoever has them; with the empty columns between slabs far fewer than
// a posting can name.
constexpr std::size_t kMostListings = 4096;
// Candidates kept for each place of a pool until they are judged.
constexpr std::size_t kCandidates = 6;
constexpr std::size_t kJudgedInTask = 64;

std::size_t BlockSize(std::size_t members) {
  const std::size_t size = std::clamp(members / kBlocks, kFewestOfBlock, kMostOfBlock);
  return size / kLanes * kLanes;
}

MemberTerms TermsOf(const GatheredTexts& texts, const Askers& askers, const PoolQuery& query,
                    MemberPosition position) {
  const MemberFeatures& member = texts.member(position);
  const GainWeights& weights = query.policy.gain;
  MemberTerms terms;
  terms.kind = member.kind;
  terms.recommendable = IsRecommendable(member);
  terms.brings_custom = BringsCustom(member);
  terms.own = static_cast<float>(weights.credentials * member.credentials +
                                 weights.freshness * Freshness(member.update_time, query.as_of));
  const AskerRules& rules = askers.rules(position);
  terms.largest_factor = static_cast<float>(rules.largest_factor());
  if (askers.graph().empty()) return terms;
  const PairShares& shares = askers.shares(position);
  terms.profiles = static_cast<float>(shares.profiles);
  terms.popularity_share = static_cast<float>(shares.popularity);
  terms.closeness_share = static_cast<float>(shares.closeness);
  terms.popularity = static_cast<float>(askers.graph().popularity(texts.node(position)));
  terms.root_walks = static_cast<float>(std::sqrt(askers.largest_walks(position)));
  return terms;
}

// Those of `all` that are not in `some`; both ascending.
std::vector<MemberPosition> Others(std::size_t all, const std::vector<MemberPosition>& some) {
  std::vector<MemberPosition> others;
  auto next = some.begin();
  for (MemberPosition m = 0; m < all; ++m) {
    if (next != some.end() && *next == m) {
      ++next;
    } else {
      others.push_back(m);
    }
  }
  return others;
}

class PoolMaking {
 public:
  PoolMaking(const MemberIndex& index, const PoolQuery& query,
             const std::vector<MemberPosition>& targets, const std::vector<MemberPosition>& changed,
             std::vector<Pool>& pools, const ParallelFor& parallel)
      : index_(index),
        query_(query),
        changed_(changed),
        parallel_(parallel),
        texts_(index, parallel),
        askers_(index, texts_, query, parallel),
        plan_{texts_, HeadKeys(texts_, kHeadColumns), SplitsFor(query.policy.text), query.as_of,
              FitFactors(texts_, query.policy.fit, query.as_of)},
        candidates_(texts_.members(), std::max<std::size_t>(1, kCandidates * query.pool_size)),
        pools_(pools, query.pool_size, query.policy.floor) {
    terms_.reserve(texts_.members());
    for (MemberPosition m = 0; m < texts_.members(); ++m) {
      terms_.push_back(TermsOf(texts_, askers_, query, m));
    }
    for (const MemberPosition target : targets) pools_.Open(target);
    std::vector<std::vector<MemberPosition>> members;
    const std::vector<MemberPosition> others = Others(texts_.members(), targets);
    for (const auto* some : {&targets, &others}) {
      for (std::size_t begin = 0; begin < some->size();) {
        const std::size_t end = EndOfBlock(*some, begin);
        members.emplace_back(some->begin() + static_cast<std::ptrdiff_t>(begin),
                             some->begin() + static_cast<std::ptrdiff_t>(end));
        begin = end;
      }
      if (some == &targets) target_blocks_ = members.size();
    }
    blocks_.resize(members.size());
    parallel(static_cast<int>(members.size()), [&](int b) {
      const auto at = static_cast<std::size_t>(b);
      blocks_[at] =
          std::make_unique<MemberBlock>(plan_, query.policy, terms_, std::move(members[at]));
    });
    for (const auto& block : blocks_) {
      first_places_.push_back(places_);
      places_ += block->terms.padded();
    }
  }

  // False where it was stopped.
  bool Make(const PoolProgress& progress) {
    std::size_t made = 0;
    for (std::size_t b = 0; b < target_blocks_; ++b) {
      CompareWithLater(b);
      Finish(b);
      made += blocks_[b]->members.size();
      if (!progress(made)) return false;
    }
    for (std::size_t b = target_blocks_; b < blocks_.size(); ++b) Finish(b);
    return true;
  }

  PoolEffort effort() const { return {effort_.pairs, effort_.multiplications, effort_.judged}; }

 private:
  // Where the block of these members that begins at one of them ends.
  std::size_t EndOfBlock(const std::vector<MemberPosition>& members, std::size_t begin) const {
    std::size_t end = begin;
    std::size_t listings = 0;
    for (; end < std::min(members.size(), begin + BlockSize(texts_.members())); ++end) {
      const MemberFeatures& member = texts_.member(members[end]);
      listings += member.needs.size() + member.offers.size();
      if (end > begin && listings > kMostListings) break;
    }
    return end;
  }

  // A block of targets with itself and all that follow: those before it have been
  // compared with it already.
  void CompareWithLater(std::size_t asking_at) {
    const MemberBlock& block = *blocks_[asking_at];
    AskingBlock asking(block, query_.arithmetic);
    FindCloseness(asking);
    const std::vector<bool> to_all(block.members.size(), true);
    std::vector<bool> to_others;
    for (const MemberPosition member : block.members) {
      to_others.push_back(absl::c_binary_search(changed_, member));
    }
    parallel_(static_cast<int>(blocks_.size() - asking_at), [&](int task) {
      const std::size_t at = asking_at + static_cast<std::size_t>(task);
      auto comparison = Borrow();
      comparison->Compare(asking, *blocks_[at], first_places_[at],
                          at < target_blocks_ ? to_all : to_others);
      Return(std::move(comparison));
    });
  }

  // Judges what has been found for the members of a block and puts their pools in
  // order.
  void Finish(std::size_t at) {
    const std::vector<MemberPosition>& members = blocks_[at]->members;
    const std::size_t tasks = (members.size() + kJudgedInTask - 1) / kJudgedInTask;
    parallel_(static_cast<int>(tasks), [&](int task) {
      auto comparison = Borrow();
      const std::size_t begin = static_cast<std::size_t>(task) * kJudgedInTask;
      for (std::size_t m = begin; m < std::min(begin + kJudgedInTask, members.size()); ++m) {
        comparison->JudgeCandidates(members[m]);
        pools_.Finish(members[m]);
      }
      Return(std::move(comparison));
    });
  }

  void FindCloseness(AskingBlock& asking) {
    if (askers_.graph().empty() || query_.policy.network.closeness <= 0) return;
    const std::vector<MemberPosition>& members = asking.block.members;
    asking.closeness.setZero(static_cast<Eigen::Index>(members.size()),
                             static_cast<Eigen::Index>(places_));
    parallel_(static_cast<int>(members.size()), [&](int m) {
      const MemberFeatures& member = texts_.member(members[static_cast<std::size_t>(m)]);
      const Connections connections(index_.partnerships(), member.id);
      const double root = std::sqrt(connections.largest_walks());
      for (std::size_t b = 0; b < blocks_.size(); ++b) {
        float* closeness = asking.closeness.row(m).data() + first_places_[b];
        for (const MemberPosition other : blocks_[b]->members) {
          *closeness++ = static_cast<float>(root * connections.closeness(texts_.node(other)));
        }
      }
    });
  }

  std::unique_ptr<BlockComparison> Borrow() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!idle_.empty()) {
        auto comparison = std::move(idle_.back());
        idle_.pop_back();
        return comparison;
      }
    }
    return std::make_unique<BlockComparison>(plan_, query_, askers_, terms_, candidates_, pools_,
                                             effort_);
  }
  void Return(std::unique_ptr<BlockComparison> comparison) {
    const std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(std::move(comparison));
  }

  const MemberIndex& index_;
  const PoolQuery& query_;
  const std::vector<MemberPosition>& changed_;
  const ParallelFor& parallel_;
  const GatheredTexts texts_;
  const Askers askers_;
  const BlockPlan plan_;
  CandidateLists candidates_;
  PoolSet pools_;
  std::vector<MemberTerms> terms_;                    // By position.
  std::vector<std::unique_ptr<MemberBlock>> blocks_;  // Those of targets first.
  std::size_t target_blocks_ = 0;
  std::vector<std::size_t> first_places_;  // By block.
  std::size_t places_ = 0;
  EffortCount effort_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<BlockComparison>> idle_;
};

}  // namespace

bool MakePools(const MemberIndex& index, const PoolQuery& query,
               const std::vector<MemberPosition>& targets,
               const std::vector<MemberPosition>& changed, std::vector<Pool>& pools,
               const ParallelFor& parallel, const PoolProgress& progress, PoolEffort* effort) {
  PoolQuery scaled = query;
  scaled.policy = Scaled(query.policy);
  pools.resize(index.size());
  if (targets.empty()) return true;
  PoolMaking making(index, scaled, targets, changed, pools, parallel);
  const bool made = making.Make(progress);
  if (effort != nullptr) *effort = making.effort();
  return made;
}

bool UpdatePools(const MemberIndex& index, const PoolQuery& query, std::size_t needed,
                 const std::vector<MemberPosition>& changed, std::vector<Pool>& pools,
                 const ParallelFor& parallel, const PoolProgress& progress, PoolEffort* effort) {
  std::vector<MemberPosition> targets;
  for (MemberPosition m = 0; m < pools.size(); ++m) {
    const bool short_of = !pools[m].complete && pools[m].entries.size() < needed;
    if (short_of || absl::c_binary_search(changed, m)) targets.push_back(m);
  }
  return MakePools(index, query, targets, changed, pools, parallel, progress, effort);
}

}  // namespace counterpoint::matching
