#include "tests/benchmarks/sample_session.h"

#include <algorithm>
#include <cstddef>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace counterpoint::benchmarks {

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
  return problem;
}

}  // namespace counterpoint::benchmarks
