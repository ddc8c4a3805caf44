// Better schedules by solving parts of them anew, one after the other, until the
// effort ends.
//
// A neighbourhood is a set of participants who meet each other, grown from one
// with more breaks than it must have, and a range of slots, often the whole
// session: freed are the meetings that the participants have in these slots, which
// they do not leave. How many are freed follows from how the solver fares: more
// where it answers with little effort, fewer where it gives up.
//
// It pays in sessions of some hundred meetings. In large ones a slowly cooled
// local search (local_search.h) leaves little that a neighbourhood of this size
// can better; matching/README.md has figures.
#pragma once

#include <cstdint>
#include <vector>

#include "matching/planning/neighbourhood.h"
#include "matching/planning/schedule.h"
#include "matching/planning/search_control.h"

namespace counterpoint::matching {

struct NeighbourhoodSearchOptions {
  int seed = 1;
  std::int64_t neighbourhoods = 100;   // That are tried. Some tens of them take a second.
  std::int64_t most_conflicts = 2000;  // For each question.
};

struct NeighbourhoodSearchResult {
  Schedule schedule;  // At least as good as the one it began with.
  int breaks = 0;
  std::int64_t conflicts = 0;
  std::int64_t neighbourhoods = 0;  // Less than asked for where stopped or done.
};

// Equal arguments give equal results, unless stopped. `least_breaks` are what each
// participant has at the least; `bound` is what the whole has, where the search
// ends. REQUIRES: the schedule places every meeting and keeps domains, order,
// tables and limits.
NeighbourhoodSearchResult SearchNeighbourhoods(const NeighbourhoodTask& task,
                                               const std::vector<int>& least_breaks, int bound,
                                               const Schedule& start,
                                               const NeighbourhoodSearchOptions& options,
                                               const SearchControl& control);

}  // namespace counterpoint::matching
