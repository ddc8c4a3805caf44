// How many times as frequent something is in one group as in another.
#pragma once

#include <cstdint>
#include <optional>

#include "matching/learning/proportion.h"

namespace counterpoint::matching {

struct RateRatio {
  double ratio = 0;
  Interval interval;  // Contains the ratio.
};

// (successes / trials) / (base_successes / base_trials) with the log interval of
// Katz, Baptista, Azen and Pike ("Obtaining confidence intervals for the risk ratio
// in cohort studies", Biometrics 34, 1978) at 95 %; nothing where one of the two has
// no success, as the logarithm then has no bounds. Rough below some five successes
// each. REQUIRES: 0 <= successes <= trials, and so of the base.
std::optional<RateRatio> RatioOfRates(std::int64_t successes, std::int64_t trials,
                                      std::int64_t base_successes, std::int64_t base_trials);

}  // namespace counterpoint::matching
