#include "matching/planning/schedule_breaks.h"

#include <cstddef>
#include <numeric>

#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

std::vector<int> BreaksOf(const SessionProblem& problem, const Schedule& schedule) {
  std::vector<SlotSet> busy(problem.participants.size());
  for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
    if (schedule.slots[m] == kUnplaced) continue;
    busy[problem.meetings[m].first].Add(schedule.slots[m]);
    busy[problem.meetings[m].second].Add(schedule.slots[m]);
  }
  const SlotSet starts = DayStarts(problem);
  std::vector<int> breaks;
  for (const SlotSet& slots : busy) {
    int& count = breaks.emplace_back(0);
    int last = SlotSet::kMost;
    for (const int slot : slots) {
      if (slot > last + 1 && starts.Next(last + 1) > slot) ++count;
      last = slot;
    }
  }
  return breaks;
}

int TotalBreaks(const SessionProblem& problem, const Schedule& schedule) {
  const std::vector<int> breaks = BreaksOf(problem, schedule);
  return std::accumulate(breaks.begin(), breaks.end(), 0);
}

}  // namespace counterpoint::matching
