#include "matching/session/repair_search.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "matching/planning/totalizer.h"
#include "matching/session/core_guided.h"
#include "matching/session/crowding.h"

namespace counterpoint::matching {
namespace {

// What is minimised, the first entry first.
using Rank = std::array<int, 4>;

Rank RankOf(const RepairProblem& problem, const Schedule& schedule) {
  Rank rank{};
  for (std::size_t m = 0; m < schedule.slots.size(); ++m) {
    const bool is_new = problem.published[m] == kUnplaced;
    if (schedule.slots[m] == kUnplaced) {
      if (problem.must[m]) ++rank[0];
      ++rank[is_new ? 2 : 1];
    } else if (!is_new && schedule.slots[m] != problem.published[m]) {
      ++rank[3];
    }
  }
  return rank;
}

// Places one meeting after the other where there is room.
class FirstCome {
 public:
  explicit FirstCome(const RepairProblem& problem)
      : problem_(problem),
        busy_(problem.meetings.participants.size()),
        limits_of_(problem.domains.size()),
        from_(problem.domains.size(), 0),
        before_(problem.domains.size(), problem.meetings.slots()),
        followers_(problem.domains.size()) {
    MeetingLimit all{.meetings = {}, .most = problem.meetings.tables};
    for (std::size_t m = 0; m < problem.domains.size(); ++m) all.meetings.push_back(m);
    limits_ = problem.meetings.limits;
    limits_.push_back(std::move(all));
    for (std::size_t i = 0; i < limits_.size(); ++i) {
      for (const std::size_t m : limits_[i].meetings) limits_of_[m].push_back(i);
    }
    for (std::size_t m = 0; m < problem.domains.size(); ++m) {
      for (const std::size_t q : problem.meetings.meetings[m].after) followers_[q].push_back(m);
    }
    schedule_.slots.assign(problem.domains.size(), kUnplaced);
  }

  // Those that must meet first; nobody is moved, but the new are put anywhere.
  Schedule Place() {
    for (const bool must : {true, false}) {
      for (const bool is_new : {false, true}) {
        for (std::size_t m = 0; m < problem_.domains.size(); ++m) {
          const int published = problem_.published[m];
          if (problem_.must[m] != must || (published == kUnplaced) != is_new) continue;
          for (const int slot : problem_.domains[m]) {
            if ((is_new || slot == published) && TryPlace(m, slot)) break;
          }
        }
      }
    }
    return schedule_;
  }

 private:
  bool TryPlace(std::size_t m, int slot) {
    const Meeting& meeting = problem_.meetings.meetings[m];
    if (busy_[meeting.first].contains(slot) || busy_[meeting.second].contains(slot) ||
        slot < from_[m] || slot >= before_[m]) {
      return false;
    }
    const auto s = static_cast<std::size_t>(slot);
    for (const std::size_t i : limits_of_[m]) {
      if (limits_[i].most[s] <= 0) return false;
    }
    for (const std::size_t i : limits_of_[m]) --limits_[i].most[s];
    busy_[meeting.first].Add(slot);
    busy_[meeting.second].Add(slot);
    for (const std::size_t q : meeting.after) before_[q] = std::min(before_[q], slot);
    for (const std::size_t q : followers_[m]) from_[q] = std::max(from_[q], slot + 1);
    schedule_.slots[m] = slot;
    return true;
  }

  const RepairProblem& problem_;
  std::vector<SlotSet> busy_;         // Of each participant.
  std::vector<MeetingLimit> limits_;  // What is left of them.
  std::vector<std::vector<std::size_t>> limits_of_;
  std::vector<int> from_;    // Of each meeting, the first slot that order allows,
  std::vector<int> before_;  // and the end of these slots.
  std::vector<std::vector<std::size_t>> followers_;
  Schedule schedule_;
};

// Crowds that have nothing in common, the worst first, as cores; the formula is
// told of the others. `cost` is the literal that a meeting is one too many.
std::vector<KnownCore> KnownCores(std::vector<Crowd> crowds,
                                  const std::function<Literal(std::size_t)>& cost, Cnf& cnf) {
  std::stable_sort(crowds.begin(), crowds.end(),
                   [](const Crowd& a, const Crowd& b) { return a.excess > b.excess; });
  std::vector<KnownCore> known;
  std::vector<Literal> used;
  for (const Crowd& crowd : crowds) {
    std::vector<Literal> costs;
    for (const std::size_t m : crowd.meetings) costs.push_back(cost(m));
    const bool apart = std::none_of(costs.begin(), costs.end(), [&](Literal literal) {
      return literal == kTrue || std::count(used.begin(), used.end(), literal) > 0;
    });
    if (apart) {
      used.insert(used.end(), costs.begin(), costs.end());
      known.push_back({.costs = std::move(costs), .least = crowd.excess});
    } else {
      cnf.Add({AddTotalizer(cnf, costs, crowd.excess, SumDirection::kBoth).back()});
    }
  }
  return known;
}

}  // namespace

RepairedSlots FindRepair(const RepairProblem& problem, std::optional<int> most_moved, int seed,
                         std::int64_t most_conflicts, const SearchControl& control) {
  RepairedSlots result{.schedule = FirstCome(problem).Place(), .proved = false};
  Rank best = RankOf(problem, result.schedule);
  RepairEncoding encoding(problem);
  SatSolver solver(seed, [&] { return control.Stopped(); });
  const std::size_t meetings = problem.domains.size();
  std::vector<Literal> leaves;
  for (std::size_t m = 0; m < meetings; ++m) leaves.push_back(encoding.Leaves(m));
  if (most_moved) {
    std::vector<Literal> moved;
    for (std::size_t m = 0; m < meetings; ++m) moved.push_back(encoding.Moved(m));
    const std::vector<Literal> sum =
        AddTotalizer(encoding.cnf(), moved, *most_moved + 1, SumDirection::kUp);
    if (static_cast<int>(sum.size()) > *most_moved) encoding.cnf().Add({-sum.back()});
  }
  solver.AddNew(encoding.cnf());
  // So that what is found is near to what is published.
  for (std::size_t m = 0; m < meetings; ++m) {
    for (const int slot : problem.domains[m]) {
      const Literal at = encoding.At(m, slot);
      solver.Prefer(slot == problem.published[m] ? at : -at);
    }
  }
  CoreGuidedSearch search(encoding.cnf(), solver, [&] {
    Schedule schedule = encoding.Read(solver);
    const Rank rank = RankOf(problem, schedule);
    if (rank >= best) return;
    best = rank;
    result.schedule = std::move(schedule);
    control.Tell({.unplaced = best[1] + best[2], .breaks = {}, .bound = 0});
  });
  const auto settle = [&](const std::function<bool(std::size_t)>& counts) {
    std::vector<bool> counted;
    std::vector<Literal> costs;
    for (std::size_t m = 0; m < meetings; ++m) {
      counted.push_back(counts(m));
      if (counts(m)) costs.push_back(encoding.Unplaced(m));
    }
    const std::vector<KnownCore> known = KnownCores(
        FindCrowds(problem, counted), [&](std::size_t m) { return encoding.Unplaced(m); },
        encoding.cnf());
    return costs.empty() || search.Minimise(costs, known, leaves, most_conflicts);
  };
  const auto settle_moves = [&] {
    const std::vector<KnownCore> known = KnownCores(
        FindPublishedCrowds(problem), [&](std::size_t m) { return encoding.Leaves(m); },
        encoding.cnf());
    return search.Minimise(leaves, known, {}, most_conflicts);
  };
  result.proved = settle([&](std::size_t m) { return problem.must[m]; }) &&
                  settle([&](std::size_t m) { return problem.published[m] != kUnplaced; }) &&
                  settle([&](std::size_t m) { return problem.published[m] == kUnplaced; }) &&
                  settle_moves();
  return result;
}

}  // namespace counterpoint::matching
