#include "matching/planning/meeting_exchange.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace counterpoint::matching {
namespace {

class Exchange {
 public:
  Exchange(const ChoiceProblem& problem, const std::vector<std::size_t>& chosen)
      : problem_(problem),
        is_chosen_(problem.pairs.size(), false),
        pairs_of_(problem.participants.size()),
        meetings_(problem.participants.size(), 0),
        limits_of_(problem.pairs.size()) {
    for (std::size_t i = 0; i < problem.pairs.size(); ++i) {
      if (problem.pairs[i].rule == PairRule::kMustNot) continue;
      pairs_of_[problem.pairs[i].first].push_back(i);
      pairs_of_[problem.pairs[i].second].push_back(i);
    }
    for (std::size_t l = 0; l < problem.limits.size(); ++l) {
      for (const std::size_t i : problem.limits[l].pairs) limits_of_[i].push_back(l);
      room_.push_back(problem.limits[l].most);
    }
    for (const std::size_t i : chosen) {
      meetings_[problem.pairs[i].first] += 1;
      meetings_[problem.pairs[i].second] += 1;
      Flip(i);
    }
  }

  std::vector<std::size_t> Run() {
    std::vector<std::size_t> order(meetings_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (bool found = true; found;) {
      found = false;
      std::stable_sort(order.begin(), order.end(),
                       [&](std::size_t a, std::size_t b) { return meetings_[a] < meetings_[b]; });
      for (const std::size_t p : order) {
        while (meetings_[p] < problem_.participants[p].most && Lift(p)) found = true;
      }
    }
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < is_chosen_.size(); ++i) {
      if (is_chosen_[i]) chosen.push_back(i);
    }
    return chosen;
  }

 private:
  // A participant that a chain has reached, by a pair that is to be chosen (it has
  // one more so far) or to be dropped (one less).
  struct Step {
    std::size_t participant = 0;
    bool by_choosing = false;
    std::size_t pair = 0;
    std::size_t before = 0;  // Position of the step before; 0 is the start.
  };

  void Flip(std::size_t pair) {
    is_chosen_[pair] = !is_chosen_[pair];
    number_ += is_chosen_[pair] ? 1 : -1;
    for (const std::size_t limit : limits_of_[pair]) room_[limit] -= is_chosen_[pair] ? 1 : -1;
  }

  bool Lift(std::size_t start) {
    std::vector<Step> steps{{.participant = start}};
    std::vector<bool> seen(2 * meetings_.size(), false);
    for (std::size_t at = 0; at < steps.size(); ++at) {
      const Step from = steps[at];
      // From the start, and after one was dropped, the next is to be chosen.
      const bool choose = at == 0 || !from.by_choosing;
      for (const std::size_t pair : pairs_of_[from.participant]) {
        const CandidatePair& candidate = problem_.pairs[pair];
        if (is_chosen_[pair] == choose) continue;
        if (!choose && candidate.rule == PairRule::kMust) continue;
        const std::size_t to =
            candidate.first == from.participant ? candidate.second : candidate.first;
        if (to == start || seen[2 * to + (choose ? 1 : 0)]) continue;
        seen[2 * to + (choose ? 1 : 0)] = true;
        steps.push_back({.participant = to, .by_choosing = choose, .pair = pair, .before = at});
        if (IsGain(start, to, choose) && Apply(steps, start)) return true;
      }
    }
    return false;
  }

  bool IsGain(std::size_t start, std::size_t end, bool by_choosing) const {
    const MeetingQuota& quota = problem_.participants[end];
    if (by_choosing) {
      return meetings_[end] < quota.most && number_ < problem_.most_meetings;
    }
    const bool misses_one = meetings_[end] <= quota.least;
    const bool missed_one = meetings_[start] < problem_.participants[start].least;
    return meetings_[end] - 1 > meetings_[start] && (!misses_one || missed_one);
  }

  // The chain to the last step; false where it uses a pair twice or breaks a limit.
  bool Apply(const std::vector<Step>& steps, std::size_t start) {
    std::vector<std::size_t> chain;
    for (std::size_t at = steps.size() - 1; at != 0; at = steps[at].before) {
      chain.push_back(steps[at].pair);
    }
    std::vector<std::size_t> sorted = chain;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) return false;
    for (const std::size_t pair : chain) Flip(pair);
    if (std::any_of(room_.begin(), room_.end(), [](int room) { return room < 0; })) {
      for (const std::size_t pair : chain) Flip(pair);
      return false;
    }
    ++meetings_[start];
    meetings_[steps.back().participant] += steps.back().by_choosing ? 1 : -1;
    return true;
  }

  const ChoiceProblem& problem_;
  std::vector<bool> is_chosen_;
  std::vector<std::vector<std::size_t>> pairs_of_;   // Of each participant, that may meet.
  std::vector<int> meetings_;                        // Of each participant.
  std::vector<std::vector<std::size_t>> limits_of_;  // Of each pair.
  std::vector<int> room_;                            // Of each limit.
  int number_ = 0;                                   // Chosen pairs.
};

}  // namespace

std::vector<std::size_t> ExchangeForTheWorstOff(const ChoiceProblem& problem,
                                                std::vector<std::size_t> chosen) {
  return Exchange(problem, chosen).Run();
}

}  // namespace counterpoint::matching
