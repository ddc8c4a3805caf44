#include "matching/planning/totalizer.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace counterpoint::matching {
namespace {

class Totalizer {
 public:
  Totalizer(Cnf& cnf, int most, SumDirection direction)
      : cnf_(cnf), most_(static_cast<std::size_t>(most)), direction_(direction) {}

  std::vector<Literal> Sum(std::span<const Literal> inputs) {
    if (inputs.size() <= 1) return {inputs.begin(), inputs.end()};
    const std::vector<Literal> a = Sum(inputs.first(inputs.size() / 2));
    const std::vector<Literal> b = Sum(inputs.subspan(inputs.size() / 2));
    std::vector<Literal> sum;
    for (std::size_t k = 0; k < std::min(a.size() + b.size(), most_); ++k) {
      sum.push_back(cnf_.NewVariable());
    }
    for (std::size_t i = 0; i <= a.size(); ++i) {
      for (std::size_t j = 0; j <= b.size(); ++j) {
        const std::size_t k = i + j;
        if (k > 0) {
          cnf_.Add({i > 0 ? -a[i - 1] : kFalse, j > 0 ? -b[j - 1] : kFalse,
                    sum[std::min(k, sum.size()) - 1]});
        }
        if (direction_ == SumDirection::kBoth && k < sum.size()) {
          cnf_.Add({i < a.size() ? a[i] : kFalse, j < b.size() ? b[j] : kFalse, -sum[k]});
        }
      }
    }
    return sum;
  }

 private:
  Cnf& cnf_;
  const std::size_t most_;
  const SumDirection direction_;
};

}  // namespace

std::vector<Literal> AddTotalizer(Cnf& cnf, const std::vector<Literal>& inputs, int most,
                                  SumDirection direction) {
  std::vector<Literal> open;
  for (const Literal input : inputs) {
    if (input != kFalse) open.push_back(input);
  }
  if (most <= 0) return {};
  return Totalizer(cnf, most, direction).Sum(open);
}

}  // namespace counterpoint::matching
