// Meetings that are too many, by counting alone.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/session/repair_encoding.h"

namespace counterpoint::matching {

struct Crowd {
  std::vector<std::size_t> meetings;  // In order.
  int excess = 0;                     // By how many they are too many, above 0.
};

// Of the meetings for which `counted`: the most that are too many for the tables
// in their slots, by a flow of meetings to slots (LEMON); the same for each limit;
// and the most that are too many for the slots of each participant. A formula says
// the same, but solvers do not see it (pigeonholes; Haken 1985).
std::vector<Crowd> FindCrowds(const RepairProblem& problem, const std::vector<bool>& counted);

// The same where everybody stays in its slot of the published plan.
std::vector<Crowd> FindPublishedCrowds(const RepairProblem& problem);

}  // namespace counterpoint::matching
