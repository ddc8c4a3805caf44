// What a fairness rule means for each participant by itself.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "matching/planning/day_bounds.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

struct BreakLimits {
  // What each participant's breaks are counted from: 0, or its forced ones.
  std::vector<int> base;
  std::vector<int> most;  // Breaks of each participant in any schedule.
  // Where set, some participant may be so far above `base` at the least, and
  // nobody more than the allowed difference above everybody else: differences
  // have to be compared one by one. Otherwise `most` is all of the rule.
  bool compare = false;
  int lowest = 0;   // Breaks beyond base that everybody has at least.
  int highest = 0;  // Breaks beyond base that anybody may have.
  // A participant that has more breaks in any schedule than it may have.
  std::optional<std::size_t> dead_end;
};

// The participant who can have the fewest breaks at its worst sets the limit of
// all others.
BreakLimits FindBreakLimits(const BreakRule& rule, const std::vector<DayBounds>& days);

}  // namespace counterpoint::matching
