// How sure an observed proportion is.
#pragma once

#include <cstdint>

namespace counterpoint::matching {

// Two-sided normal quantile of 95 %.
inline constexpr double kNormal95 = 1.959963984540054;

// Bounds of a number, `low` <= `high`.
struct Interval {
  double low = 0;
  double high = 0;
};

// The score interval (Wilson, "Probable inference, the law of succession, and
// statistical inference", JASA 22, 1927) of the probability behind `successes` of
// `trials`, at 95 %. Within [0, 1], contains successes / trials, and is [0, 1]
// without trials. Unlike the textbook's it says something where all or none
// succeed. REQUIRES: 0 <= successes <= trials.
Interval ProportionInterval(std::int64_t successes, std::int64_t trials);

}  // namespace counterpoint::matching
