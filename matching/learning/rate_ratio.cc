#include "matching/learning/rate_ratio.h"

#include <cmath>

namespace counterpoint::matching {

std::optional<RateRatio> RatioOfRates(std::int64_t successes, std::int64_t trials,
                                      std::int64_t base_successes, std::int64_t base_trials) {
  if (successes == 0 || base_successes == 0) return std::nullopt;
  const auto a = static_cast<double>(successes);
  const auto n = static_cast<double>(trials);
  const auto b = static_cast<double>(base_successes);
  const auto m = static_cast<double>(base_trials);
  const double ratio = (a / n) / (b / m);
  const double spread = std::exp(kNormal95 * std::sqrt((1 / a - 1 / n) + (1 / b - 1 / m)));
  return RateRatio{ratio, {ratio / spread, ratio * spread}};
}

}  // namespace counterpoint::matching
