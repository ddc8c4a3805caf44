#include "matching/planning/limit_loads.h"

#include <algorithm>

namespace counterpoint::matching {

LimitLoads::LimitLoads(const SessionProblem& problem)
    : limits_(problem.limits),
      limits_of_(problem.meetings.size()),
      load_(limits_.size(), std::vector<int>(problem.tables.size(), 0)),
      noted_(limits_.size(), 0) {
  for (std::size_t l = 0; l < limits_.size(); ++l) {
    for (const std::size_t m : limits_[l].meetings) limits_of_[m].push_back(l);
  }
}

bool LimitLoads::HasRoom(int meeting, int slot) const {
  const std::vector<std::size_t>& limits = limits_of_[At(meeting)];
  return std::all_of(limits.begin(), limits.end(),
                     [&](std::size_t limit) { return Room(limit, slot) > 0; });
}

int LimitLoads::FindInTheWay(int meeting, int slot, int start,
                             const std::vector<int>& slots) const {
  for (const std::size_t limit : limits_of_[At(meeting)]) {
    if (Room(limit, slot) > 0) continue;
    const std::vector<std::size_t>& meetings = limits_[limit].meetings;
    for (std::size_t i = 0; i < meetings.size(); ++i) {
      const std::size_t other = meetings[(At(start) + i) % meetings.size()];
      if (slots[other] == slot) return static_cast<int>(other);
    }
  }
  return kNone;
}

void LimitLoads::Note(int meeting, int change) {
  for (const std::size_t limit : limits_of_[At(meeting)]) {
    noted_[limit] += change;
    touched_.push_back(limit);
  }
}

bool LimitLoads::Allows(int from, int to) {
  bool allows = true;
  for (const std::size_t limit : touched_) {
    const int more = noted_[limit];
    if (more > 0) allows &= Room(limit, to) >= more;
    if (more < 0) allows &= Room(limit, from) >= -more;
    noted_[limit] = 0;
  }
  touched_.clear();
  return allows;
}

void LimitLoads::AddTo(int meeting, int slot, int change) {
  for (const std::size_t limit : limits_of_[At(meeting)]) load_[limit][At(slot)] += change;
}

}  // namespace counterpoint::matching
