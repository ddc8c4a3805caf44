#include "matching/planning/plan_checker.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

namespace counterpoint::matching {
namespace {

std::optional<int> PlacedAt(const SessionProblem& problem, const Schedule& schedule,
                            std::size_t meeting) {
  if (meeting >= schedule.slots.size()) return std::nullopt;
  const int slot = schedule.slots[meeting];
  if (slot < 0 || slot >= static_cast<int>(problem.tables.size())) return std::nullopt;
  return slot;
}

void CheckMeeting(const SessionProblem& problem, const Schedule& schedule, std::size_t m,
                  std::vector<Violation>& violations) {
  const Meeting& meeting = problem.meetings[m];
  const std::optional<int> slot = PlacedAt(problem, schedule, m);
  if (!slot) {
    const int stated = m < schedule.slots.size() ? schedule.slots[m] : kUnplaced;
    violations.push_back(
        {.kind = stated == kUnplaced ? ViolationKind::kNotPlaced : ViolationKind::kNoSuchSlot,
         .meeting = m,
         .slot = stated});
    return;
  }
  if (!meeting.window.contains(*slot)) {
    violations.push_back({.kind = ViolationKind::kOutsideWindow, .meeting = m, .slot = *slot});
  }
  if (meeting.fixed && *meeting.fixed != *slot) {
    violations.push_back({.kind = ViolationKind::kNotWhereFixed, .meeting = m, .slot = *slot});
  }
  for (const std::size_t p : {meeting.first, meeting.second}) {
    if (!problem.participants[p].available.contains(*slot)) {
      violations.push_back(
          {.kind = ViolationKind::kUnavailable, .meeting = m, .participant = p, .slot = *slot});
    }
  }
  for (const std::size_t before : meeting.after) {
    const std::optional<int> earlier = PlacedAt(problem, schedule, before);
    if (earlier && *earlier >= *slot) {
      violations.push_back(
          {.kind = ViolationKind::kWrongOrder, .meeting = m, .other = before, .slot = *slot});
    }
  }
}

bool SameDay(const SessionProblem& problem, int earlier, int later) {
  return std::none_of(problem.days.begin(), problem.days.end(),
                      [&](int start) { return earlier < start && start <= later; });
}

// Lengths of the participant's runs of available slots with tables, by day.
std::vector<std::vector<int>> RunsByDay(const SessionProblem& problem, std::size_t participant) {
  std::vector<std::vector<int>> runs;
  std::optional<int> last;
  for (int slot = 0; slot < static_cast<int>(problem.tables.size()); ++slot) {
    if (!problem.participants[participant].available.contains(slot) ||
        problem.tables[static_cast<std::size_t>(slot)] == 0) {
      continue;
    }
    if (!last || !SameDay(problem, *last, slot)) {
      runs.push_back({1});
    } else if (slot > *last + 1) {
      runs.back().push_back(1);
    } else {
      ++runs.back().back();
    }
    last = slot;
  }
  return runs;
}

// Breaks that the participant's availability alone forces on it: over the days
// one by one, the most slots that can be held with each number of breaks.
int ForcedBreaks(const SessionProblem& problem, std::size_t participant, int meetings) {
  std::vector<int> held = {0};
  for (std::vector<int>& runs : RunsByDay(problem, participant)) {
    std::sort(runs.begin(), runs.end(), std::greater<>());
    std::vector<int> next(held.size() + runs.size() - 1, 0);
    for (std::size_t before = 0; before < held.size(); ++before) {
      int slots = held[before];
      for (std::size_t i = 0; i < runs.size(); ++i) {
        slots += runs[i];
        next[before + i] = std::max(next[before + i], slots);
      }
    }
    held = std::move(next);
  }
  const auto enough =
      std::find_if(held.begin(), held.end(), [&](int slots) { return slots >= meetings; });
  return static_cast<int>(enough == held.end() ? held.size() - 1
                                               : static_cast<std::size_t>(enough - held.begin()));
}

void CheckLimits(const SessionProblem& problem, const Schedule& schedule,
                 std::vector<Violation>& violations) {
  for (std::size_t l = 0; l < problem.limits.size(); ++l) {
    std::map<int, int> meetings_in_slot;
    for (const std::size_t m : problem.limits[l].meetings) {
      const std::optional<int> slot = PlacedAt(problem, schedule, m);
      if (slot) ++meetings_in_slot[*slot];
    }
    for (const auto& [slot, amount] : meetings_in_slot) {
      if (amount > problem.limits[l].most[static_cast<std::size_t>(slot)]) {
        violations.push_back(
            {.kind = ViolationKind::kOverLimit, .other = l, .slot = slot, .amount = amount});
      }
    }
  }
}

// `wanted` are the meetings of each participant, placed or not.
void CheckFairness(const SessionProblem& problem, const std::vector<int>& wanted,
                   std::vector<int> breaks, std::vector<Violation>& violations) {
  if (problem.breaks.fairness == BreakFairness::kBreaksBeyondForced) {
    for (std::size_t p = 0; p < breaks.size(); ++p) {
      breaks[p] -= ForcedBreaks(problem, p, wanted[p]);
    }
  }
  const auto least = std::min_element(breaks.begin(), breaks.end());
  for (std::size_t p = 0; p < breaks.size(); ++p) {
    if (breaks[p] - *least <= problem.breaks.most_difference) continue;
    violations.push_back({.kind = ViolationKind::kUnfairBreaks,
                          .participant = p,
                          .other = static_cast<std::size_t>(least - breaks.begin()),
                          .amount = breaks[p] - *least});
  }
}

}  // namespace

PlanCheck CheckPlan(const SessionProblem& problem, const Schedule& schedule) {
  PlanCheck check;
  if (schedule.slots.size() != problem.meetings.size()) {
    check.violations.push_back(
        {.kind = ViolationKind::kWrongLength, .amount = static_cast<int>(schedule.slots.size())});
  }
  std::map<int, int> meetings_in_slot;
  std::vector<std::map<int, std::size_t>> days(problem.participants.size());
  std::vector<int> wanted(problem.participants.size(), 0);
  for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
    CheckMeeting(problem, schedule, m, check.violations);
    const std::optional<int> slot = PlacedAt(problem, schedule, m);
    if (!slot) ++check.unplaced;
    if (slot) ++meetings_in_slot[*slot];
    for (const std::size_t p : {problem.meetings[m].first, problem.meetings[m].second}) {
      ++wanted[p];
      if (!slot) continue;
      const SlotSet& liked = problem.participants[p].liked;
      if (!liked.empty() && !liked.contains(*slot)) ++check.missed_wishes;
      const auto [at, is_free] = days[p].try_emplace(*slot, m);
      if (!is_free) {
        check.violations.push_back({.kind = ViolationKind::kTwoAtOnce,
                                    .meeting = m,
                                    .participant = p,
                                    .other = at->second,
                                    .slot = *slot});
      }
    }
  }
  for (const auto& [slot, amount] : meetings_in_slot) {
    if (amount > problem.tables[static_cast<std::size_t>(slot)]) {
      check.violations.push_back(
          {.kind = ViolationKind::kTooFewTables, .slot = slot, .amount = amount});
    }
  }
  CheckLimits(problem, schedule, check.violations);

  for (std::size_t p = 0; p < days.size(); ++p) {
    int breaks = 0;
    std::optional<int> last;
    for (const auto& [slot, meeting] : days[p]) {
      if (last && slot > *last + 1 && SameDay(problem, *last, slot)) ++breaks;
      last = slot;
    }
    check.breaks.push_back(breaks);
  }
  check.total_breaks = std::accumulate(check.breaks.begin(), check.breaks.end(), 0);
  if (problem.breaks.fairness != BreakFairness::kOff) {
    CheckFairness(problem, wanted, check.breaks, check.violations);
  }
  return check;
}

}  // namespace counterpoint::matching
