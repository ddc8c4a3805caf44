// How alike two orders are.
#pragma once

#include <vector>

namespace counterpoint::evaluation {

// [-1, 1]; 0 where either is all ties. REQUIRES: equal lengths.

// Spearman's rho: the correlation of the ranks, ties at their mean rank.
double Spearman(const std::vector<double>& a, const std::vector<double>& b);

// Kendall's tau-b. Looks at each two.
double Kendall(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace counterpoint::evaluation
