#include "matching/planning/wishes.h"

#include <cstddef>

namespace counterpoint::matching {

int MissedWishes(const SessionProblem& problem, const Schedule& schedule) {
  int missed = 0;
  for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
    if (schedule.slots[m] == kUnplaced) continue;
    for (const std::size_t p : {problem.meetings[m].first, problem.meetings[m].second}) {
      const SlotSet& liked = problem.participants[p].liked;
      if (!liked.empty() && !liked.contains(schedule.slots[m])) ++missed;
    }
  }
  return missed;
}

}  // namespace counterpoint::matching
