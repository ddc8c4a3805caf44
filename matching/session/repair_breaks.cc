#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "matching/session/core_guided.h"
#include "matching/session/repair_search.h"

namespace counterpoint::matching {
namespace {

bool StartsDay(const RepairProblem& problem, int slot) {
  return std::binary_search(problem.meetings.days.begin(), problem.meetings.days.end(), slot);
}

// Literals for the breaks that a participant may have, each of which holds where
// there is one: it is busy in a slot, not in the next, and again later that day.
std::vector<Literal> AddBreaks(const RepairProblem& problem, std::size_t participant,
                               const std::vector<std::size_t>& meetings, RepairEncoding& encoding) {
  const auto busy_in = [&](int slot) {
    std::vector<Literal> busy;
    if (problem.past[participant].contains(slot)) busy.push_back(kTrue);
    for (const std::size_t m : meetings) {
      if (encoding.At(m, slot) != kFalse) busy.push_back(encoding.At(m, slot));
    }
    return busy;
  };
  Cnf& cnf = encoding.cnf();
  std::vector<Literal> breaks;
  Literal later = kFalse;  // Busy after the slot at hand, on its day.
  for (int slot = problem.meetings.slots() - 1; slot > 0; --slot) {
    if (StartsDay(problem, slot)) {
      later = kFalse;
      continue;
    }
    std::vector<Literal> here = busy_in(slot);
    const std::vector<Literal> before = busy_in(slot - 1);
    const Literal from_here = cnf.NewVariable();
    cnf.Add({-later, from_here});
    for (const Literal at : here) cnf.Add({-at, from_here});
    if (later != kFalse && !before.empty()) {
      const Literal busy = cnf.NewVariable();
      here.push_back(-busy);
      cnf.Add(here);
      breaks.push_back(cnf.NewVariable());
      for (const Literal at : before) cnf.Add({-at, busy, -later, breaks.back()});
    }
    later = from_here;
  }
  return breaks;
}

int TotalBreaks(const RepairProblem& problem, const Schedule& schedule) {
  std::vector<SlotSet> busy = problem.past;
  for (std::size_t m = 0; m < schedule.slots.size(); ++m) {
    if (schedule.slots[m] == kUnplaced) continue;
    busy[problem.meetings.meetings[m].first].Add(schedule.slots[m]);
    busy[problem.meetings.meetings[m].second].Add(schedule.slots[m]);
  }
  int breaks = 0;
  for (const SlotSet& slots : busy) {
    int last = kUnplaced;
    for (int slot = 0; slot < problem.meetings.slots(); ++slot) {
      if (StartsDay(problem, slot)) last = kUnplaced;
      if (!slots.contains(slot)) continue;
      if (last != kUnplaced && last + 1 < slot) ++breaks;
      last = slot;
    }
  }
  return breaks;
}

}  // namespace

Schedule WithFewerBreaks(const RepairProblem& problem, const Schedule& schedule, int seed,
                         std::int64_t most_conflicts, const SearchControl& control) {
  RepairProblem narrowed = problem;
  std::vector<bool> affected(problem.past.size(), false);
  for (std::size_t m = 0; m < schedule.slots.size(); ++m) {
    const int slot = schedule.slots[m];
    if (slot == kUnplaced) {
      narrowed.domains[m] = {};
    } else if (slot == problem.published[m]) {
      narrowed.domains[m] = SlotSet::Of(slot);
    } else {
      affected[problem.meetings.meetings[m].first] = true;
      affected[problem.meetings.meetings[m].second] = true;
    }
  }
  RepairEncoding encoding(narrowed);
  SatSolver solver(seed, [&] { return control.Stopped(); });
  for (std::size_t m = 0; m < schedule.slots.size(); ++m) {
    if (schedule.slots[m] == kUnplaced) continue;
    encoding.cnf().Add({-encoding.Unplaced(m)});
    solver.Prefer(encoding.At(m, schedule.slots[m]));
  }
  const std::vector<std::vector<std::size_t>> meetings_of =
      MeetingsOfParticipants(problem.meetings);
  std::vector<Literal> breaks;
  for (std::size_t p = 0; p < affected.size(); ++p) {
    if (!affected[p]) continue;
    const std::vector<Literal> own = AddBreaks(narrowed, p, meetings_of[p], encoding);
    breaks.insert(breaks.end(), own.begin(), own.end());
  }
  Schedule best = schedule;
  int fewest = TotalBreaks(problem, schedule);
  CoreGuidedSearch search(encoding.cnf(), solver, [&] {
    Schedule found = encoding.Read(solver);
    const int total = TotalBreaks(problem, found);
    if (total >= fewest) return;
    fewest = total;
    best = std::move(found);
  });
  if (!breaks.empty()) search.Minimise(breaks, {}, {}, most_conflicts);
  return best;
}

}  // namespace counterpoint::matching
