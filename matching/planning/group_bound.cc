#include "matching/planning/group_bound.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <tuple>

#include "matching/planning/break_limits.h"
#include "matching/planning/encoding_order.h"
#include "matching/planning/partial_session.h"
#include "matching/planning/sat_solver.h"
#include "matching/planning/session_encoding.h"

namespace counterpoint::matching {
namespace {

// Breaks beyond the sum of the least that are counted in a group; that many more
// are not seen, and cost clauses.
constexpr int kMostBeyond = 60;

struct Found {
  int beyond = 0;  // Breaks beyond the sum of the days' least.
  std::int64_t conflicts = 0;
};

Found BoundGroup(const SessionProblem& group, const GroupBoundOptions& options,
                 const SearchControl& control) {
  const SessionProblem ordered = EncodingOrder(group).Ordered(group);
  const MeetingDomains domains = FindDomains(ordered);
  // That there is no schedule at all is for others to say.
  if (!domains.dead_ends.empty()) return {};
  const std::vector<DayBounds> days = FindDayBounds(ordered, domains);
  const int least = std::accumulate(days.begin(), days.end(), 0, [](int sum, const DayBounds& day) {
    return sum + day.least_breaks;
  });
  const SessionEncoding encoding(ordered, domains, days, FindBreakLimits(ordered.breaks, days),
                                 {.known_breaks = least + kMostBeyond});
  SatSolver solver(options.seed, [&control] { return control.Stopped(); });
  solver.AddNew(encoding.cnf());
  Found found;
  while (found.beyond < kMostBeyond && solver.learnt() < options.most_conflicts_a_group) {
    const Literal at_most = encoding.AtMost(least + found.beyond);
    const std::vector<Literal> assumptions = {at_most};
    const SatAnswer answer =
        solver.Solve(assumptions, options.most_conflicts_a_group - solver.learnt());
    // A "no" that rests on nothing would say that there is no schedule.
    if (answer != SatAnswer::kUnsatisfiable || !solver.Failed(at_most)) break;
    solver.Add({-at_most});
    ++found.beyond;
  }
  found.conflicts = solver.learnt();
  return found;
}

}  // namespace

std::vector<std::vector<std::size_t>> GroupsOfPartners(const SessionProblem& problem,
                                                       std::size_t group_size) {
  const auto meetings_of = MeetingsOfParticipants(problem);
  std::vector<bool> taken(meetings_of.size(), false);
  std::size_t left = 0;
  for (std::size_t p = 0; p < meetings_of.size(); ++p) {
    taken[p] = meetings_of[p].empty();
    if (!taken[p]) ++left;
  }
  const auto partner = [&](std::size_t p, std::size_t m) {
    return problem.meetings[m].first == p ? problem.meetings[m].second : problem.meetings[m].first;
  };
  std::vector<std::vector<std::size_t>> groups;
  while (left > 0) {
    std::vector<std::size_t>& group = groups.emplace_back();
    // At first the partners that are left, then the meetings with the group.
    std::vector<std::size_t> ties(meetings_of.size(), 0);
    for (std::size_t p = 0; p < meetings_of.size(); ++p) {
      for (const std::size_t m : meetings_of[p]) ties[p] += taken[partner(p, m)] ? 0 : 1;
    }
    while (group.size() < group_size && left > 0) {
      std::size_t best = meetings_of.size();
      for (std::size_t p = 0; p < meetings_of.size(); ++p) {
        if (taken[p]) continue;
        if (best == meetings_of.size() || std::pair(ties[p], meetings_of[p].size()) >
                                              std::pair(ties[best], meetings_of[best].size())) {
          best = p;
        }
      }
      if (group.empty()) ties.assign(ties.size(), 0);
      group.push_back(best);
      taken[best] = true;
      --left;
      for (const std::size_t m : meetings_of[best]) ++ties[partner(best, m)];
    }
  }
  return groups;
}

GroupBound BoundByGroups(const SessionProblem& problem, const MeetingDomains& domains,
                         const std::vector<DayBounds>& days, const GroupBoundOptions& options,
                         const SearchControl& control) {
  const auto groups = GroupsOfPartners(problem, options.group_size);
  std::vector<Found> found(groups.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < groups.size() && !control.Stopped(); i = next++) {
      found[i] = BoundGroup(GroupOf(problem, domains.slots, groups[i]).problem, options, control);
    }
  };
  std::thread other;
  if (options.two_threads) other = std::thread(work);
  work();
  if (other.joinable()) other.join();
  GroupBound bound;
  for (const DayBounds& day : days) bound.breaks += day.least_breaks;
  for (const Found& group : found) {
    bound.breaks += group.beyond;
    bound.conflicts += group.conflicts;
  }
  return bound;
}

}  // namespace counterpoint::matching
