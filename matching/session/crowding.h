// Meetings that are too many, by counting alone.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/session/repair_encoding.h"

namespace counterpoint::matching {

struct Crowd {
  std::vector<std::size_t> meetings;  // In order.
  int unplaced = 0;                   // So many of them at least, above 0.
};

// Of the meetings for which `counted`: the most that are too many for the tables
// in their slots, by a flow of meetings to slots (LEMON); the same for each limit;
// and the most that are too many for the slots of each participant. A formula says
// the same, but solvers do not see it (pigeonholes; Haken 1985).
std::vector<Crowd> FindCrowds(const RepairProblem& problem, const std::vector<bool>& counted);

}  // namespace counterpoint::matching
