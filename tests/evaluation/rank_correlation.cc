#include "tests/evaluation/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace counterpoint::evaluation {
namespace {

std::vector<double> RanksOf(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t i = begin; i < end; ++i) {
      ranks[order[i]] = static_cast<double>(begin + end - 1) / 2;
    }
    begin = end;
  }
  return ranks;
}

}  // namespace

double Spearman(const std::vector<double>& a, const std::vector<double>& b) {
  const std::vector<double> x = RanksOf(a);
  const std::vector<double> y = RanksOf(b);
  // Ranks always have this mean.
  const double mean = (static_cast<double>(x.size()) - 1) / 2;
  double xy = 0;
  double xx = 0;
  double yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

double Kendall(const std::vector<double>& a, const std::vector<double>& b) {
  std::int64_t agreeing = 0;
  std::int64_t in_a = 0;  // Pairs that are no ties.
  std::int64_t in_b = 0;
  const auto sign = [](double x, double y) { return x < y ? -1 : x > y ? 1 : 0; };
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = i + 1; j < a.size(); ++j) {
      const int by_a = sign(a[i], a[j]);
      const int by_b = sign(b[i], b[j]);
      agreeing += by_a * by_b;
      in_a += by_a * by_a;
      in_b += by_b * by_b;
    }
  }
  if (in_a == 0 || in_b == 0) return 0;
  return static_cast<double>(agreeing) /
         std::sqrt(static_cast<double>(in_a) * static_cast<double>(in_b));
}

}  // namespace counterpoint::evaluation
