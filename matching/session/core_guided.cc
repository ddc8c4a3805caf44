#include "matching/session/core_guided.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "matching/planning/totalizer.h"

namespace counterpoint::matching {
namespace {

// Smaller cores make smaller sums: a literal is left out of a core where the
// solver says no without it after a few conflicts.
constexpr std::size_t kMostShrunk = 60;
constexpr std::int64_t kShrinkConflicts = 50;
// Wishes that are given up at once where they are in the way.
constexpr std::size_t kMostDropped = 4;

}  // namespace

std::vector<Literal> CoreGuidedSearch::Assumptions(const std::vector<std::size_t>& terms) const {
  std::vector<Literal> assumptions;
  for (const std::size_t term : terms) assumptions.push_back(-terms_[term].cost);
  return assumptions;
}

std::vector<std::size_t> CoreGuidedSearch::Failed(const std::vector<std::size_t>& terms) const {
  std::vector<std::size_t> core;
  for (const std::size_t term : terms) {
    if (solver_.Failed(-terms_[term].cost)) core.push_back(term);
  }
  return core;
}

SatAnswer CoreGuidedSearch::SolveNear(const std::vector<std::size_t>& terms,
                                      std::vector<Literal>& wishes, std::int64_t most_conflicts) {
  for (;;) {
    std::vector<Literal> assumptions = Assumptions(terms);
    for (const Literal wish : wishes) assumptions.push_back(-wish);
    const std::int64_t left = most_conflicts - solver_.learnt();
    if (left <= 0) return SatAnswer::kUnknown;
    const SatAnswer answer = solver_.Solve(assumptions, left);
    if (answer != SatAnswer::kUnsatisfiable) return answer;
    std::size_t dropped = 0;
    std::erase_if(wishes, [&](Literal wish) {
      return dropped < kMostDropped && solver_.Failed(-wish) && ++dropped > 0;
    });
    if (dropped == 0) return answer;
  }
}

void CoreGuidedSearch::Shrink(std::vector<std::size_t>& core, std::int64_t most_conflicts) {
  if (core.size() > kMostShrunk) return;
  for (std::size_t i = 0; i < core.size() && core.size() > 1;) {
    if (solver_.learnt() >= most_conflicts) return;
    std::vector<std::size_t> others = core;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    if (solver_.Solve(Assumptions(others), kShrinkConflicts) == SatAnswer::kUnsatisfiable) {
      // What comes before is needed, and so are all that the answer rests on.
      core = Failed(others);
      i = std::min(i, core.size());
    } else {
      ++i;
    }
  }
}

void CoreGuidedSearch::Relax(const std::vector<std::size_t>& core) {
  std::vector<Literal> costs;
  for (const std::size_t term : core) costs.push_back(terms_[term].cost);
  cnf_.Add(costs);
  std::vector<Term> added;
  for (const std::size_t term : core) {
    if (terms_[term].next.empty()) continue;
    Term& after = added.emplace_back(std::move(terms_[term]));
    after.cost = after.next.back();
    after.next.pop_back();
  }
  if (costs.size() > 1) {
    std::vector<Literal> sum =
        AddTotalizer(cnf_, costs, static_cast<int>(costs.size()), SumDirection::kUp);
    std::reverse(sum.begin(), sum.end());
    sum.pop_back();
    const Literal two = sum.back();
    sum.pop_back();
    added.push_back({.cost = two, .next = std::move(sum)});
  }
  for (const std::size_t term : core) terms_[term].cost = kFalse;
  terms_.insert(terms_.end(), added.begin(), added.end());
}

bool CoreGuidedSearch::Minimise(const std::vector<Literal>& costs,
                                const std::vector<KnownCore>& known, std::vector<Literal> wishes,
                                std::int64_t most_conflicts) {
  terms_.clear();
  std::vector<Literal> in_known;
  for (const KnownCore& core : known) {
    in_known.insert(in_known.end(), core.costs.begin(), core.costs.end());
    std::vector<Literal> sum =
        AddTotalizer(cnf_, core.costs, static_cast<int>(core.costs.size()), SumDirection::kBoth);
    for (int k = 0; k < core.least; ++k) cnf_.Add({sum[static_cast<std::size_t>(k)]});
    sum.erase(sum.begin(), sum.begin() + core.least);
    if (sum.empty()) continue;
    std::reverse(sum.begin(), sum.end());
    const Literal more = sum.back();
    sum.pop_back();
    terms_.push_back({.cost = more, .next = std::move(sum)});
  }
  std::sort(in_known.begin(), in_known.end());
  for (const Literal cost : costs) {
    // What holds in any case costs the same everywhere.
    if (cost != kFalse && cost != kTrue &&
        !std::binary_search(in_known.begin(), in_known.end(), cost)) {
      terms_.push_back({.cost = cost});
    }
  }
  std::vector<std::size_t> active;
  std::vector<std::vector<std::size_t>> cores;
  const auto start_round = [&] {
    for (const std::vector<std::size_t>& core : cores) Relax(core);
    cores.clear();
    active.clear();
    for (std::size_t term = 0; term < terms_.size(); ++term) {
      if (terms_[term].cost != kFalse) active.push_back(term);
    }
    solver_.AddNew(cnf_);
  };
  wishes.insert(wishes.end(), costs.begin(), costs.end());
  std::erase_if(wishes, [](Literal wish) { return wish == kFalse || wish == kTrue; });
  std::vector<Literal> open_wishes = wishes;
  start_round();
  for (;;) {
    switch (SolveNear(active, open_wishes, most_conflicts)) {
      case SatAnswer::kUnknown:
        return false;
      case SatAnswer::kSatisfiable:
        found_();
        if (cores.empty()) {
          for (const std::size_t term : active) solver_.Add({-terms_[term].cost});
          return true;
        }
        // What holds in this solution is not in the way.
        open_wishes.clear();
        std::copy_if(wishes.begin(), wishes.end(), std::back_inserter(open_wishes),
                     [&](Literal wish) { return !solver_.Value(wish); });
        start_round();
        break;
      case SatAnswer::kUnsatisfiable: {
        std::vector<std::size_t> core = Failed(active);
        Shrink(core, most_conflicts);
        std::vector<std::size_t> rest;
        std::set_difference(active.begin(), active.end(), core.begin(), core.end(),
                            std::back_inserter(rest));
        active = std::move(rest);
        cores.push_back(std::move(core));
        break;
      }
    }
  }
}

}  // namespace counterpoint::matching
