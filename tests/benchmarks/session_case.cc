#include "tests/benchmarks/session_case.h"

#include <algorithm>
#include <cstddef>
#include <random>
#include <set>
#include <utility>

#include "matching/planning/planner.h"
#include "matching/session/table_assignment.h"

namespace counterpoint::benchmarks {

PublishedCase MakePublishedCase(const SessionShape& shape, std::uint64_t seed, std::int64_t moves) {
  const matching::SessionProblem problem = MakeSession(shape, seed);
  PublishedCase result;
  matching::SessionCase& session = result.session;
  session.slots = shape.slots;
  const matching::SlotSet all = matching::SlotSet::Range(0, shape.slots);
  for (int t = 0; t < shape.tables; ++t) {
    session.tables.push_back({.features = t % 10 == 0 ? 1U : 0U, .open = all});
  }
  for (const matching::Participant& participant : problem.participants) {
    session.participants.push_back({.available = participant.available,
                                    .quota = {.least = 0, .most = participant.available.size()}});
  }
  std::mt19937_64 random(seed);
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  const auto add = [&](std::size_t a, std::size_t b) {
    if (a == b || !pairs.emplace(std::min(a, b), std::max(a, b)).second) return;
    matching::SessionPair& pair = session.pairs.emplace_back();
    pair.candidate = {
        .first = a, .second = b, .score = static_cast<double>(random() % 1000) / 1000.0};
    pair.window = all;
    if (session.pairs.size() % 20 == 0) pair.features = 1;
  };
  for (const matching::Meeting& meeting : problem.meetings) add(meeting.first, meeting.second);
  while (session.pairs.size() < 2 * problem.meetings.size()) {
    const std::size_t a = random() % problem.participants.size();
    add(a, random() % problem.participants.size());
  }
  matching::PlanOptions options;
  options.first_moves = options.most_moves = moves;
  options.most_exact_meetings = 0;
  const matching::PlanResult plan = matching::Plan(problem, options, {});
  for (std::size_t m = 0; m < problem.meetings.size(); ++m) {
    if (plan.schedule.slots[m] == matching::kUnplaced) continue;
    result.published.push_back({m, plan.schedule.slots[m], matching::kNoTable});
  }
  result.published = matching::AssignTables(session, result.published);
  return result;
}

}  // namespace counterpoint::benchmarks
