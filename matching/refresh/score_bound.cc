#include "matching/refresh/score_bound.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "matching/refresh/lanes.h"
#include "matching/score/gain.h"

namespace counterpoint::matching {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
// A few dozen steps in single precision on numbers without a sign are off by less,
// relative to the result.
constexpr float kRounding = 1 + 1e-5F;

// The scores of one member with sixteen of a block at a time.
template <typename Mutual>
class ScoreBound {
 public:
  ScoreBound(const AskerTerms& asker, const BlockTerms& block, const Mutual& mutual)
      : asker_(asker),
        block_(block),
        mutual_(mutual),
        gain_from_(block.gain_from[static_cast<std::size_t>(asker.terms.kind)].data()),
        gain_of_(block.gain_of[static_cast<std::size_t>(asker.terms.kind)].data()),
        factor_(kRounding * asker.terms.largest_factor),
        custom_(asker.terms.brings_custom ? static_cast<float>(kCustom) : 0),
        closeness_by_root_(
            asker.terms.root_walks > 0 ? asker.terms.closeness_share / asker.terms.root_walks : 0),
        never_(asker.offered && asker.terms.recommendable ? 0 : kInfinity) {}

  // Of places [begin, begin + kLanes): in the asking member's list and in theirs; 0
  // where the score is below the bar. pooled[kLanes], pooled_theirs[kLanes].
  void Compute(std::size_t begin, const float* pooled, const float* pooled_theirs, Lanes& own,
               Lanes& theirs) const {
    const MemberTerms& terms = asker_.terms;
    const auto load = [&](const float* values, Lanes& lanes) { Load(values + begin, lanes); };
    Lanes met;
    Lanes met_theirs;
    Lanes other;
    Load(pooled, met);
    load(gain_from_, other);
    met *= other;
    Load(pooled_theirs, met_theirs);
    load(gain_of_, other);
    met_theirs *= other + terms.own;
    Lanes gain;
    load(block_.custom.data(), gain);
    gain *= met_theirs;
    RaiseTo(gain, met);
    Lanes gain_theirs = custom_ * met;
    RaiseTo(gain_theirs, met_theirs);
    Lanes both;
    mutual_(gain, gain_theirs, both);
    both *= kRounding;
    own = terms.profiles * both;
    load(block_.profiles.data(), theirs);
    theirs *= both;
    // The network's part, for whom the profiles match.
    const Lanes none = {};
    const auto any = own > none;
    const auto any_theirs = theirs > none;
    if (asker_.closeness != nullptr) {
      Lanes closeness;
      load(asker_.closeness, closeness);
      load(block_.closeness_by_root.data(), other);
      own += closeness_by_root_ * closeness;
      theirs += other * closeness;
    }
    load(block_.popularity.data(), other);
    own = factor_ * (own + terms.popularity_share * other);
    load(block_.popularity_share.data(), other);
    theirs += other * terms.popularity;
    load(block_.largest_factor.data(), other);
    theirs *= kRounding * other;
    Lanes least = none + asker_.bar;
    load(block_.bars_shut.data(), other);
    RaiseTo(least, other);
    own = (any & (own >= least)) ? own : none;
    least = none + never_;
    load(asker_.bars, other);
    RaiseTo(least, other);
    theirs = (any_theirs & (theirs >= least)) ? theirs : none;
  }

 private:
  const AskerTerms& asker_;
  const BlockTerms& block_;
  const Mutual& mutual_;
  const float* gain_from_;
  const float* gain_of_;
  const float factor_;
  const float custom_;
  const float closeness_by_root_;
  const float never_;
};

template <typename Mutual>
void FindByRule(const AskerTerms& asker, const BlockTerms& block, const float* pooled,
                const float* pooled_theirs,
                absl::FunctionRef<PooledFits(std::uint32_t place)> refine,
                std::vector<FoundPair>& found, const Mutual& mutual) {
  const ScoreBound bound(asker, block, mutual);
  for (std::size_t begin = 0; begin < block.padded(); begin += kLanes) {
    Lanes own;
    Lanes theirs;
    bound.Compute(begin, pooled + begin, pooled_theirs + begin, own, theirs);
    if (!Any(own) && !Any(theirs)) continue;
    float refined[kLanes] = {};
    float refined_theirs[kLanes] = {};
    const std::size_t size = std::min(kLanes, block.size() - begin);
    for (std::size_t i = 0; i < size; ++i) {
      if (own[i] <= 0 && theirs[i] <= 0) continue;
      const PooledFits fits = refine(static_cast<std::uint32_t>(begin + i));
      refined[i] = fits.own;
      refined_theirs[i] = fits.theirs;
    }
    bound.Compute(begin, refined, refined_theirs, own, theirs);
    for (std::size_t i = 0; i < size; ++i) {
      if (own[i] > 0 || theirs[i] > 0) {
        found.push_back({static_cast<std::uint32_t>(begin + i), own[i], theirs[i]});
      }
    }
  }
}

}  // namespace

BlockTerms::BlockTerms(const Policy& policy, const std::vector<MemberTerms>& members)
    : size_(members.size()) {
  const std::size_t padded = ToLanes(members.size());
  for (auto* by_kind : {&gain_from, &gain_of}) {
    for (std::vector<float>& values : *by_kind) values.assign(padded, 0);
  }
  for (auto* values :
       {&custom, &profiles, &popularity_share, &closeness_by_root, &largest_factor, &popularity}) {
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
    custom[m] = terms.brings_custom ? static_cast<float>(kCustom) : 0;
    profiles[m] = terms.profiles;
    popularity_share[m] = terms.popularity_share;
    closeness_by_root[m] = terms.root_walks > 0 ? terms.closeness_share / terms.root_walks : 0;
    largest_factor[m] = terms.largest_factor;
    popularity[m] = terms.popularity;
    bars_shut[m] = terms.recommendable ? 0 : kInfinity;
  }
}

void FindCandidates(Reciprocity rule, const AskerTerms& asker, const BlockTerms& block,
                    const float* pooled, const float* pooled_theirs,
                    absl::FunctionRef<PooledFits(std::uint32_t place)> refine,
                    std::vector<FoundPair>& found) {
  const auto find = [&](const auto& mutual) {
    FindByRule(asker, block, pooled, pooled_theirs, refine, found, mutual);
  };
  switch (rule) {
    case Reciprocity::kHarmonicMean:
      // The tiny number keeps 0 / 0 away and lowers nothing that floats can tell.
      find(
          [](const Lanes& a, const Lanes& b, Lanes& both) { both = 2 * a * b / (a + b + 1e-30F); });
      break;
    case Reciprocity::kGeometricMean:
      find([](const Lanes& a, const Lanes& b, Lanes& both) {
        for (std::size_t i = 0; i < kLanes; ++i) both[i] = std::sqrt(a[i] * b[i]);
      });
      break;
    case Reciprocity::kArithmeticMean:
      find([](const Lanes& a, const Lanes& b, Lanes& both) { both = (a + b) / 2; });
      break;
    case Reciprocity::kMinimum:
      find([](const Lanes& a, const Lanes& b, Lanes& both) { both = a < b ? a : b; });
      break;
  }
}

}  // namespace counterpoint::matching
