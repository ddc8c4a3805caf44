#include "tests/matching/planning/small_sessions.h"

#include <algorithm>
#include <random>
#include <utility>

#include "matching/planning/plan_checker.h"

namespace counterpoint::matching {

SessionProblem OpenSession(std::size_t participants, int slots) {
  SessionProblem problem;
  problem.tables.assign(static_cast<std::size_t>(slots), static_cast<int>(participants / 2));
  problem.participants.assign(participants, {SlotSet::Range(0, slots)});
  return problem;
}

Meeting& AddMeeting(SessionProblem& problem, std::size_t first, std::size_t second) {
  Meeting& meeting = problem.meetings.emplace_back();
  meeting.first = first;
  meeting.second = second;
  meeting.window = SlotSet::Range(0, problem.slots());
  return meeting;
}

SessionProblem RandomSession(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::size_t end) { return random() % end; };
  const int slots = 3 + static_cast<int>(below(3));
  SessionProblem problem = OpenSession(3 + below(3), slots);
  for (int& tables : problem.tables) {
    tables = below(10) == 0 ? 0 : 1 + static_cast<int>(below(2));
  }
  for (Participant& participant : problem.participants) {
    if (below(3) == 0) participant.available.Remove(static_cast<int>(below(problem.tables.size())));
  }
  const std::size_t meetings = 2 + below(5);
  while (problem.meetings.size() < meetings) {
    const std::size_t m = problem.meetings.size();
    const std::size_t first = below(problem.participants.size());
    const std::size_t second = below(problem.participants.size());
    if (first == second) continue;
    Meeting& meeting = AddMeeting(problem, first, second);
    if (below(4) == 0) meeting.window = SlotSet::Range(0, slots / 2 + 1);
    if (below(5) == 0) meeting.fixed = static_cast<int>(below(problem.tables.size()));
    if (m > 0 && below(4) == 0) meeting.after.push_back(below(m));
  }
  problem.breaks.fairness = static_cast<BreakFairness>(below(3));
  problem.breaks.most_difference = static_cast<int>(below(2));
  return problem;
}

SessionProblem RandomSessionOfDays(std::uint64_t seed) {
  SessionProblem problem = RandomSession(seed);
  std::mt19937_64 random(seed + 1'000'000);
  const auto below = [&](std::size_t end) { return random() % end; };
  if (below(4) > 0) {
    problem.days = {0};
    for (int slot = 1; slot < problem.slots(); ++slot) {
      if (below(3) == 0) problem.days.push_back(slot);
    }
  }
  for (std::size_t limits = below(3); limits > 0; --limits) {
    MeetingLimit& limit = problem.limits.emplace_back();
    for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
      if (below(2) == 0) limit.meetings.push_back(m);
    }
    for (int slot = 0; slot < problem.slots(); ++slot) {
      limit.most.push_back(below(6) == 0 ? 0 : 1 + static_cast<int>(below(2)));
    }
  }
  for (Participant& participant : problem.participants) {
    if (below(2) == 0) continue;
    for (int slot = 0; slot < problem.slots(); ++slot) {
      if (below(2) == 0) participant.liked.Add(slot);
    }
  }
  return problem;
}

void ForEachSchedule(const SessionProblem& problem,
                     const std::function<void(const Schedule&)>& call) {
  Schedule schedule{std::vector<int>(problem.meetings.size(), 0)};
  for (;;) {
    if (CheckPlan(problem, schedule).violations.empty()) call(schedule);
    std::size_t m = 0;
    for (; m < schedule.slots.size() && ++schedule.slots[m] == problem.slots(); ++m) {
      schedule.slots[m] = 0;
    }
    if (m == schedule.slots.size()) return;
  }
}

std::optional<int> FewestBreaks(const SessionProblem& problem) {
  std::optional<int> fewest;
  ForEachSchedule(problem, [&](const Schedule& schedule) {
    const int breaks = CheckPlan(problem, schedule).total_breaks;
    fewest = std::min(breaks, fewest.value_or(breaks));
  });
  return fewest;
}

std::optional<int> FewestMissedWishes(const SessionProblem& problem) {
  std::optional<std::pair<int, int>> fewest;
  ForEachSchedule(problem, [&](const Schedule& schedule) {
    const PlanCheck check = CheckPlan(problem, schedule);
    const std::pair now(check.total_breaks, check.missed_wishes);
    fewest = std::min(now, fewest.value_or(now));
  });
  if (!fewest) return std::nullopt;
  return fewest->second;
}

}  // namespace counterpoint::matching
