// Rank correlation.
#pragma once

#include <optional>
#include <utility>
#include <vector>

namespace counterpoint::service {

// Kendall's tau-b of pairs (x, y), -1 to 1: how much more often two of them are
// in the same order by x and by y than in opposite order, ties in either left
// out (Kendall, "The treatment of ties in ranking problems", 1945). Nothing for
// fewer than two pairs, or where all x or all y are the same. Counted exactly, in
// O(n log n) (Knight, "A computer method for calculating Kendall's tau with
// ungrouped data", 1966). REQUIRES: all are numbers.
std::optional<double> KendallTauB(std::vector<std::pair<double, double>> pairs);

}  // namespace counterpoint::service
