#include "tests/benchmarks/sample_session.h"

#include <algorithm>
#include <cstddef>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace counterpoint::benchmarks {
namespace {

// Whether a slot is in the first half of its day.
bool IsEarly(const SessionShape& shape, int slot) {
  return slot * shape.days * 2 / shape.slots % 2 == 0;
}

void AddLimit(const SessionShape& shape, std::mt19937_64& random,
              matching::SessionProblem& problem) {
  matching::MeetingLimit& limit = problem.limits.emplace_back();
  for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
    if (static_cast<double>(random() % 10'000) < shape.limited * 10'000) {
      limit.meetings.push_back(m);
    }
  }
  const int room = static_cast<int>(limit.meetings.size()) * 5 / 4;
  limit.most.assign(problem.tables.size(), (room + shape.slots - 1) / shape.slots);
}

void AddWishes(const SessionShape& shape, std::mt19937_64& random,
               matching::SessionProblem& problem) {
  for (matching::Participant& participant : problem.participants) {
    if (static_cast<double>(random() % 10'000) >= shape.wishful * 10'000) continue;
    const bool early = random() % 2 == 0;
    for (int slot = 0; slot < shape.slots; ++slot) {
      if (IsEarly(shape, slot) == early) participant.liked.Add(slot);
    }
  }
}

}  // namespace

matching::SessionProblem MakeSession(const SessionShape& shape, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  // Not the distributions of the library, which differ between compilers.
  const auto below = [&](int end) {
    return static_cast<int>(random() % static_cast<std::uint64_t>(end));
  };
  matching::SessionProblem problem;
  problem.tables.assign(static_cast<std::size_t>(shape.slots), shape.tables);
  std::vector<int> room;
  for (int p = 0; p < shape.participants; ++p) {
    matching::Participant& participant = problem.participants.emplace_back();
    for (int slot = 0; slot < shape.slots; ++slot) {
      if (below(10'000) >= static_cast<int>(shape.unavailable * 10'000)) {
        participant.available.Add(slot);
      }
    }
    room.push_back(participant.available.size());
  }
  const matching::SlotSet all = matching::SlotSet::Range(0, shape.slots);
  std::set<std::pair<int, int>> pairs;
  while (static_cast<int>(pairs.size()) < shape.meetings) {
    const int a = below(shape.participants);
    const int b = below(shape.participants);
    int& room_a = room[static_cast<std::size_t>(a)];
    int& room_b = room[static_cast<std::size_t>(b)];
    // Two that are seldom there together may have no slot in common.
    const matching::SlotSet together = problem.participants[static_cast<std::size_t>(a)].available &
                                       problem.participants[static_cast<std::size_t>(b)].available;
    if (a == b || room_a == 0 || room_b == 0 || together.size() < shape.slots / 2) continue;
    if (!pairs.emplace(std::min(a, b), std::max(a, b)).second) continue;
    --room_a;
    --room_b;
    problem.meetings.push_back({.first = static_cast<std::size_t>(a),
                                .second = static_cast<std::size_t>(b),
                                .window = all,
                                .fixed = {},
                                .after = {}});
  }
  for (int day = 0; shape.days > 1 && day < shape.days; ++day) {
    problem.days.push_back(day * shape.slots / shape.days);
  }
  if (shape.limited > 0) AddLimit(shape, random, problem);
  if (shape.wishful > 0) AddWishes(shape, random, problem);
  return problem;
}

}  // namespace counterpoint::benchmarks
