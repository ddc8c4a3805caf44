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

// What the slots of the day so far have been to the participant.
enum Today { kNoMeetingYet, kMeetingJustNow, kIdleSinceMeeting };

// Fewest (sign 1) or most (sign -1) breaks of a day within its bounds. Slot by
// slot, over how many meetings were before it and what there was of its own day.
int ExtremeBreaks(const DayBounds& day, int slots, int sign) {
  constexpr int kNever = std::numeric_limits<int>::max() / 2;
  const auto counts = static_cast<std::size_t>(day.meetings) + 1;
  std::vector<std::array<int, 3>> now(counts, {kNever, kNever, kNever});
  now[0][kNoMeetingYet] = 0;
  for (int slot = 0; slot < slots; ++slot) {
    if (day.starts.contains(slot)) {
      for (std::array<int, 3>& breaks : now) {
        breaks = {*std::min_element(breaks.begin(), breaks.end()), kNever, kNever};
      }
    }
    std::vector<std::array<int, 3>> next(counts, {kNever, kNever, kNever});
    const int least = day.at_least[static_cast<std::size_t>(slot) + 1];
    const int most = day.at_most[static_cast<std::size_t>(slot) + 1];
    for (int count = 0; count <= day.meetings; ++count) {
      const auto [none, busy, idle] = now[static_cast<std::size_t>(count)];
      if (!day.taken.contains(slot) && count >= least && count <= most) {
        std::array<int, 3>& after = next[static_cast<std::size_t>(count)];
        after[kNoMeetingYet] = none;
        after[kIdleSinceMeeting] = std::min(busy, idle);
      }
      if (day.usable.contains(slot) && count < day.meetings && count + 1 >= least &&
          count + 1 <= most) {
        const int after_break = idle == kNever ? kNever : idle + sign;
        next[static_cast<std::size_t>(count) + 1][kMeetingJustNow] =
            std::min({none, busy, after_break});
      }
    }
    now = std::move(next);
  }
  return sign * *std::min_element(now.back().begin(), now.back().end());
}

}  // namespace

int ForcedBreaks(const SessionProblem& problem, std::size_t participant, int meetings) {
  const SlotSet starts = DayStarts(problem);
  int held = 0;
  std::vector<int> others;  // Runs that are not the longest of their day.
  int longest = 0;          // Of the day so far.
  int run = 0;
  const auto end_run = [&] {
    others.push_back(std::min(run, longest));
    longest = std::max(run, longest);
    run = 0;
  };
  for (int slot = 0; slot <= problem.slots(); ++slot) {
    const bool ends_day = slot == problem.slots() || starts.contains(slot);
    if (ends_day) {
      end_run();
      held += longest;
      longest = 0;
    }
    if (slot < problem.slots() && problem.participants[participant].available.contains(slot) &&
        problem.tables[static_cast<std::size_t>(slot)] > 0) {
      ++run;
    } else if (!ends_day) {
      end_run();
    }
  }
  std::sort(others.begin(), others.end(), std::greater<>());
  int breaks = 0;
  for (; held < meetings && breaks < static_cast<int>(others.size()); ++breaks) {
    const int next = others[static_cast<std::size_t>(breaks)];
    if (next == 0) break;
    held += next;
  }
  return breaks;
}

std::vector<DayBounds> FindDayBounds(const SessionProblem& problem, const MeetingDomains& domains) {
  std::vector<DayBounds> days;
  const auto meetings_of = MeetingsOfParticipants(problem);
  for (std::size_t p = 0; p < meetings_of.size(); ++p) {
    DayBounds& day = days.emplace_back();
    day.meetings = static_cast<int>(meetings_of[p].size());
    day.starts = DayStarts(problem);
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
