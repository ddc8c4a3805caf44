#include "matching/learning/proportion.h"

#include <algorithm>
#include <cmath>

namespace counterpoint::matching {

Interval ProportionInterval(std::int64_t successes, std::int64_t trials) {
  if (trials == 0) return {0, 1};
  const auto n = static_cast<double>(trials);
  const double rate = static_cast<double>(successes) / n;
  const double z2 = kNormal95 * kNormal95;
  const double centre = rate + z2 / (2 * n);
  const double spread = kNormal95 * std::sqrt((rate * (1 - rate) + z2 / (4 * n)) / n);
  const double scale = 1 / (1 + z2 / n);
  // Rounding must not put the bounds on the wrong side of the rate itself.
  return {std::clamp((centre - spread) * scale, 0.0, rate),
          std::clamp((centre + spread) * scale, rate, 1.0)};
}

}  // namespace counterpoint::matching
