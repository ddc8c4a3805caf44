#include "matching/planning/day_bounds.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

#include "matching/planning/slot_matching.h"

namespace counterpoint::matching {
namespace {

// [s] is the most of the meetings that fit into the slots before s, or, where
// `backwards`, into those from s on.
std::vector<int> Fitting(const std::vector<SlotSet>& domains, int slots, bool backwards) {
  SlotMatching matching(domains);
  std::vector<int> fitting(static_cast<std::size_t>(slots) + 1, 0);
  for (int i = 0; i < slots; ++i) {
    matching.Offer(backwards ? slots - 1 - i : i);
    fitting[static_cast<std::size_t>(backwards ? slots - 1 - i : i + 1)] = matching.size();
  }
  return fitting;
}

// Fewest (sign 1) or most (sign -1) breaks of a day within its bounds. Slot by
// slot, over how many meetings were before it and whether the last slot was one.
int ExtremeBreaks(const DayBounds& day, int slots, int sign) {
  constexpr int kNever = std::numeric_limits<int>::max() / 2;
  const auto counts = static_cast<std::size_t>(day.meetings) + 1;
  std::vector<std::array<int, 2>> now(counts, {kNever, kNever});
  now[0] = {0, kNever};
  for (int slot = 0; slot < slots; ++slot) {
    std::vector<std::array<int, 2>> next(counts, {kNever, kNever});
    const int least = day.at_least[static_cast<std::size_t>(slot) + 1];
    const int most = day.at_most[static_cast<std::size_t>(slot) + 1];
    for (int count = 0; count <= day.meetings; ++count) {
      const auto [idle, busy] = now[static_cast<std::size_t>(count)];
      if (!day.taken.contains(slot) && count >= least && count <= most) {
        next[static_cast<std::size_t>(count)][0] = std::min(idle, busy);
      }
      if (day.usable.contains(slot) && count < day.meetings && count + 1 >= least &&
          count + 1 <= most) {
        const int after_idle = idle == kNever ? kNever : idle + (count > 0 ? sign : 0);
        next[static_cast<std::size_t>(count) + 1][1] = std::min(after_idle, busy);
      }
    }
    now = std::move(next);
  }
  return sign * std::min(now.back()[0], now.back()[1]);
}

}  // namespace

int ForcedBreaks(const SessionProblem& problem, std::size_t participant, int meetings) {
  std::vector<int> runs = {0};
  for (int slot = 0; slot < problem.slots(); ++slot) {
    if (problem.participants[participant].available.contains(slot) &&
        problem.tables[static_cast<std::size_t>(slot)] > 0) {
      ++runs.back();
    } else {
      runs.push_back(0);
    }
  }
  std::sort(runs.begin(), runs.end(), std::greater<>());
  int breaks = 0;
  int held = runs[0];
  for (std::size_t i = 1; i < runs.size() && held < meetings && runs[i] > 0; ++i, ++breaks) {
    held += runs[i];
  }
  return breaks;
}

std::vector<DayBounds> FindDayBounds(const SessionProblem& problem, const MeetingDomains& domains) {
  std::vector<DayBounds> days;
  const auto meetings_of = MeetingsOfParticipants(problem);
  for (std::size_t p = 0; p < meetings_of.size(); ++p) {
    DayBounds& day = days.emplace_back();
    day.meetings = static_cast<int>(meetings_of[p].size());
    std::vector<SlotSet> of;
    for (const std::size_t m : meetings_of[p]) {
      of.push_back(domains.slots[m]);
      day.usable |= domains.slots[m];
      if (domains.slots[m].size() == 1) day.taken |= domains.slots[m];
    }
    day.at_most = Fitting(of, problem.slots(), false);
    day.at_least = Fitting(of, problem.slots(), true);
    for (int& least : day.at_least) least = day.meetings - least;
    if (day.meetings > 0) {
      day.least_breaks = ExtremeBreaks(day, problem.slots(), 1);
      day.most_breaks = ExtremeBreaks(day, problem.slots(), -1);
    }
    day.forced_breaks = ForcedBreaks(problem, p, day.meetings);
  }
  return days;
}

}  // namespace counterpoint::matching
