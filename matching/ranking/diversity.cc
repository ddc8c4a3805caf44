#include "matching/ranking/diversity.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "matching/score/similarity.h"

namespace counterpoint::matching {
namespace {

double ProfileSimilarity(const TextModel& model, const Policy& policy, const QueryText& a,
                         const QueryText& b) {
  const auto shares = SimilarityShares(policy.text, model, a, b);
  return std::accumulate(shares.begin(), shares.end(), 0.0);
}

}  // namespace

void Diversify(const TextModel& model, const Policy& policy, const std::vector<double>& relevance,
               std::size_t limit, std::vector<RankedMatch>& matches) {
  const std::size_t pool = relevance.size();
  const std::size_t wanted = std::min(limit, pool);
  if (wanted > 1 && policy.diversity > 0 && relevance.front() > 0) {
    std::vector<QueryText> profiles(pool);
    for (std::size_t i = 0; i < pool; ++i) {
      profiles[i].text = model.Weigh(matches[i].partner->profile);
    }
    // Positions within the pool, those chosen in front, the rest as they stood.
    std::vector<std::size_t> order(pool);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> nearest(pool, 0);
    for (std::size_t chosen = 1; chosen < wanted; ++chosen) {
      const std::size_t last = order[chosen - 1];
      std::size_t best = chosen;
      double best_value = 0;
      for (std::size_t k = chosen; k < pool; ++k) {
        const std::size_t i = order[k];
        nearest[i] =
            std::max(nearest[i], ProfileSimilarity(model, policy, profiles[i], profiles[last]));
        const double value = (1 - policy.diversity) * relevance[i] / relevance.front() -
                             policy.diversity * nearest[i];
        if (k == chosen || value > best_value) {
          best = k;
          best_value = value;
        }
      }
      std::rotate(order.begin() + static_cast<std::ptrdiff_t>(chosen),
                  order.begin() + static_cast<std::ptrdiff_t>(best),
                  order.begin() + static_cast<std::ptrdiff_t>(best) + 1);
    }
    std::vector<RankedMatch> reordered;
    for (const std::size_t i : order) reordered.push_back(std::move(matches[i]));
    std::move(reordered.begin(), reordered.end(), matches.begin());
  }
  if (matches.size() > limit) matches.resize(limit);
}

}  // namespace counterpoint::matching
