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

// Breaks that the participant's availability alone forces on it.
int ForcedBreaks(const SessionProblem& problem, std::size_t participant, int meetings) {
  std::vector<int> runs;
  bool in_run = false;
  for (int slot = 0; slot < static_cast<int>(problem.tables.size()); ++slot) {
    const bool available = problem.participants[participant].available.contains(slot) &&
                           problem.tables[static_cast<std::size_t>(slot)] > 0;
    if (available && in_run) ++runs.back();
    if (available && !in_run) runs.push_back(1);
    in_run = available;
  }
  std::sort(runs.begin(), runs.end(), std::greater<>());
  int used = 0;
  for (; used < static_cast<int>(runs.size()) && meetings > 0; ++used) {
    meetings -= runs[static_cast<std::size_t>(used)];
  }
  return std::max(0, used - 1);
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

  std::vector<int> compared;
  for (std::size_t p = 0; p < days.size(); ++p) {
    int breaks = 0;
    std::optional<int> last;
    for (const auto& [slot, meeting] : days[p]) {
      if (last && slot > *last + 1) ++breaks;
      last = slot;
    }
    check.breaks.push_back(breaks);
    const bool beyond = problem.breaks.fairness == BreakFairness::kBreaksBeyondForced;
    compared.push_back(breaks - (beyond ? ForcedBreaks(problem, p, wanted[p]) : 0));
  }
  check.total_breaks = std::accumulate(check.breaks.begin(), check.breaks.end(), 0);
  if (problem.breaks.fairness != BreakFairness::kOff && !compared.empty()) {
    const auto least = std::min_element(compared.begin(), compared.end());
    for (std::size_t p = 0; p < compared.size(); ++p) {
      if (compared[p] - *least <= problem.breaks.most_difference) continue;
      check.violations.push_back({.kind = ViolationKind::kUnfairBreaks,
                                  .participant = p,
                                  .other = static_cast<std::size_t>(least - compared.begin()),
                                  .amount = compared[p] - *least});
    }
  }
  return check;
}

}  // namespace counterpoint::matching
