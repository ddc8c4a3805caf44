#include "matching/planning/neighbourhood.h"

#include <algorithm>
#include <numeric>

#include "matching/planning/break_limits.h"
#include "matching/planning/day_bounds.h"
#include "matching/planning/meeting_domains.h"
#include "matching/planning/partial_session.h"
#include "matching/planning/schedule_breaks.h"
#include "matching/planning/session_encoding.h"

namespace counterpoint::matching {
namespace {

int SumOf(const std::vector<int>& values) {
  return std::accumulate(values.begin(), values.end(), 0);
}

// The part of the schedule that a partial session is about, its meetings that
// stay among it.
Schedule PartOf(const PartialSession& part, const Schedule& schedule) {
  Schedule now;
  for (const Meeting& meeting : part.problem.meetings) {
    now.slots.push_back(meeting.fixed.value_or(kUnplaced));
  }
  for (std::size_t i = 0; i < part.meetings.size(); ++i) {
    now.slots[i] = schedule.slots[part.meetings[i]];
  }
  return now;
}

}  // namespace

NeighbourhoodResult ImproveNeighbourhood(const NeighbourhoodTask& task,
                                         const std::vector<std::size_t>& freed,
                                         const NeighbourhoodOptions& options,
                                         const std::function<bool()>& stop, Schedule& schedule) {
  const PartialSession part = FreedFrom(task.problem, task.domains, schedule, freed);
  const MeetingDomains domains = FindDomains(part.problem);
  const std::vector<DayBounds> days = FindDayBounds(part.problem, domains);
  const std::vector<int> breaks_now = BreaksOf(part.problem, PartOf(part, schedule));
  BreakLimits limits = FindBreakLimits(part.problem.breaks, days);
  int least = 0;
  for (std::size_t p = 0; p < days.size(); ++p) {
    least += days[p].least_breaks;
    if (p >= part.participants.size()) continue;
    limits.most[p] =
        std::min(limits.most[p], std::max(breaks_now[p], task.most_breaks[part.participants[p]]));
  }
  NeighbourhoodResult result;
  int breaks = SumOf(breaks_now);
  if (breaks <= least) {
    result.best = true;
    return result;
  }
  const SessionEncoding encoding(part.problem, domains, days, limits, {.known_breaks = breaks});
  SatSolver solver(options.seed, stop);
  solver.AddNew(encoding.cnf());
  while (breaks > least) {
    solver.Add({encoding.AtMost(breaks - 1)});
    const SatAnswer answer = solver.Solve({}, options.most_conflicts);
    if (answer != SatAnswer::kSatisfiable) {
      result.best = answer == SatAnswer::kUnsatisfiable;
      break;
    }
    const Schedule found = encoding.Read(solver);
    for (std::size_t i = 0; i < part.meetings.size(); ++i) {
      schedule.slots[part.meetings[i]] = found.slots[i];
    }
    const int fewer = TotalBreaks(part.problem, found);
    result.saved += breaks - fewer;
    breaks = fewer;
  }
  if (breaks <= least) result.best = true;
  result.conflicts = solver.learnt();
  return result;
}

}  // namespace counterpoint::matching
