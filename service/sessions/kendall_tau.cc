#include "service/sessions/kendall_tau.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace counterpoint::service {
namespace {

// Pairs of items within runs of items that are the same.
template <typename Items, typename Same>
std::int64_t TiedPairs(const Items& items, const Same& same) {
  std::int64_t pairs = 0;
  std::int64_t run = 0;
  for (std::size_t i = 1; i < items.size(); ++i) {
    run = same(items[i - 1], items[i]) ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

// Sorts, and counts the pairs that were in descending order.
std::int64_t SortCountingInversions(std::vector<double>& values) {
  std::int64_t inversions = 0;
  std::vector<double> merged(values.size());
  for (std::size_t width = 1; width < values.size(); width *= 2) {
    for (std::size_t begin = 0; begin < values.size(); begin += 2 * width) {
      const std::size_t middle = std::min(begin + width, values.size());
      const std::size_t end = std::min(middle + width, values.size());
      std::size_t left = begin;
      std::size_t right = middle;
      for (std::size_t i = begin; i < end; ++i) {
        const bool take_right = left == middle || (right < end && values[right] < values[left]);
        if (take_right) inversions += static_cast<std::int64_t>(middle - left);
        merged[i] = take_right ? values[right++] : values[left++];
      }
    }
    values.swap(merged);
  }
  return inversions;
}

}  // namespace

std::optional<double> KendallTauB(std::vector<std::pair<double, double>> pairs) {
  std::sort(pairs.begin(), pairs.end());
  const auto n = static_cast<std::int64_t>(pairs.size());
  const std::int64_t all = n * (n - 1) / 2;
  const std::int64_t tied_x =
      TiedPairs(pairs, [](const auto& a, const auto& b) { return a.first == b.first; });
  const std::int64_t tied_both =
      TiedPairs(pairs, [](const auto& a, const auto& b) { return a == b; });
  std::vector<double> y;
  y.reserve(pairs.size());
  for (const auto& pair : pairs) y.push_back(pair.second);
  // Among equal x, y ascends: none of those is counted.
  const std::int64_t discordant = SortCountingInversions(y);
  const std::int64_t tied_y = TiedPairs(y, [](double a, double b) { return a == b; });
  if (tied_x == all || tied_y == all) return std::nullopt;
  const std::int64_t concordant = all - tied_x - tied_y + tied_both - discordant;
  return static_cast<double>(concordant - discordant) /
         std::sqrt(static_cast<double>(all - tied_x) * static_cast<double>(all - tied_y));
}

}  // namespace counterpoint::service
