#include "matching/exposure/spread.h"

#include <algorithm>

namespace counterpoint::matching {

Spread SpreadOf(const std::vector<std::size_t>& lists, const std::vector<bool>& is_candidate,
                double total_relevance) {
  Spread spread;
  spread.total_relevance = total_relevance;
  std::vector<std::size_t> counts;
  for (std::size_t p = 0; p < lists.size(); ++p) {
    if (is_candidate[p]) counts.push_back(lists[p]);
  }
  if (counts.empty()) return spread;
  std::sort(counts.begin(), counts.end());
  const double members = static_cast<double>(counts.size());
  double sum = 0;
  double weighted = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double count = static_cast<double>(counts[i]);
    sum += count;
    weighted += (2 * static_cast<double>(i + 1) - members - 1) * count;
  }
  spread.gini = sum > 0 ? weighted / (members * sum) : 0;
  spread.unlisted_share =
      static_cast<double>(std::lower_bound(counts.begin(), counts.end(), 1) - counts.begin()) /
      members;
  spread.most_lists = counts.back();
  return spread;
}

Spread SpreadOf(const CandidateRows& candidates,
                const std::vector<std::vector<std::size_t>>& listed) {
  std::size_t positions = 0;
  for (const std::uint32_t partner : candidates.partner) {
    positions = std::max(positions, std::size_t{partner} + 1);
  }
  std::vector<bool> is_candidate(positions, false);
  for (const std::uint32_t partner : candidates.partner) is_candidate[partner] = true;
  std::vector<std::size_t> lists(positions, 0);
  double total = 0;
  for (const std::vector<std::size_t>& list : listed) {
    for (const std::size_t c : list) {
      ++lists[candidates.partner[c]];
      total += candidates.relevance[c];
    }
  }
  return SpreadOf(lists, is_candidate, total);
}

}  // namespace counterpoint::matching
