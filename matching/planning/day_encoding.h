// The part of the formula that is about one participant's day, or days.
#pragma once

#include <vector>

#include "matching/planning/cnf.h"
#include "matching/planning/day_bounds.h"

namespace counterpoint::matching {

struct DayEncoding {
  std::vector<Literal> busy;  // Of each slot: the participant has a meeting there.
  // Has k breaks or more, at [k - 1], for k from 1 to the most that it may have.
  std::vector<Literal> breaks;
};

// Adds clauses over `at`, the literals of the participant's meetings (one row a
// meeting, one entry a slot): at most one meeting at a time, all of them within
// the bounds, and at most `most_breaks` breaks. matching/README.md has the form.
// REQUIRES: most_breaks >= day.least_breaks.
DayEncoding AddDay(Cnf& cnf, const std::vector<const std::vector<Literal>*>& at,
                   const DayBounds& day, int most_breaks);

}  // namespace counterpoint::matching
