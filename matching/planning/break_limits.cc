#include "matching/planning/break_limits.h"

#include <algorithm>
#include <limits>

namespace counterpoint::matching {

BreakLimits FindBreakLimits(const BreakRule& rule, const std::vector<DayBounds>& days) {
  BreakLimits limits;
  const bool beyond = rule.fairness == BreakFairness::kBreaksBeyondForced;
  int least_of_worst = std::numeric_limits<int>::max() / 2;
  limits.lowest = least_of_worst;
  for (const DayBounds& day : days) {
    limits.base.push_back(beyond ? day.forced_breaks : 0);
    least_of_worst = std::min(least_of_worst, day.most_breaks - limits.base.back());
    limits.lowest = std::min(limits.lowest, day.least_breaks - limits.base.back());
  }
  const bool off = rule.fairness == BreakFairness::kOff || days.empty();
  limits.highest = least_of_worst + rule.most_difference;
  for (std::size_t p = 0; p < days.size(); ++p) {
    const int allowed = off ? days[p].most_breaks : limits.base[p] + limits.highest;
    limits.most.push_back(std::min(days[p].most_breaks, allowed));
    if (limits.most[p] < days[p].least_breaks && !limits.dead_end) limits.dead_end = p;
  }
  limits.compare = !off && limits.lowest < least_of_worst;
  return limits;
}

}  // namespace counterpoint::matching
