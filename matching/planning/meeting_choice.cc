#include "matching/planning/meeting_choice.h"

#include <algorithm>
#include <utility>

#include "matching/planning/choice_program.h"
#include "matching/planning/meeting_exchange.h"

namespace counterpoint::matching {
namespace {

// A level is proved within a few nodes, or not within thousands.
constexpr int kMostLevelNodes = 200;

// Lifts the worst off first, level by level.
class Levelling {
 public:
  Levelling(const ChoiceProblem& problem, int most_nodes)
      : problem_(problem), most_nodes_(most_nodes), demands_(DemandsOf(problem)) {}

  ChoiceSolution Run() {
    ChoiceSolution best = SolveChoice(problem_, demands_, ChoiceAim::kMissing, most_nodes_);
    if (!best.found) return best;
    bool proved = best.proved;
    SettleMissing(best);
    // Mostly the best already, so that what is left is to prove that no level can
    // have more.
    best.pairs = ExchangeForTheWorstOff(problem_, std::move(best.pairs));
    best.meetings = CountMeetings(problem_, best.pairs);
    int highest = 0;
    for (const int most : demands_.most) highest = std::max(highest, most);
    for (int level = 1; level <= highest; ++level) {
      if (IsReachedByAll(level, best)) {
        // A bound for each is easier than a sum.
        for (std::size_t p = 0; p < demands_.least.size(); ++p) {
          demands_.least[p] = std::max(demands_.least[p], std::min(level, demands_.most[p]));
        }
        continue;
      }
      if (demands_.levels.empty()) demands_.first_level = level;
      demands_.levels.push_back(CountAt(level, best.meetings));
      ChoiceSolution more = SolveChoice(problem_, demands_, ChoiceAim::kLevel,
                                        std::min(most_nodes_, kMostLevelNodes));
      proved &= more.proved;
      if (more.found) best = std::move(more);
      demands_.levels.back() = CountAt(level, best.meetings);
      if (demands_.levels.back() > 0) continue;
      demands_.levels.pop_back();
      for (int& most : demands_.most) most = std::min(most, level - 1);
      break;
    }
    ChoiceSolution scored = SolveChoice(problem_, demands_, ChoiceAim::kScore, most_nodes_);
    if (scored.found) best = std::move(scored);
    best.proved &= proved;
    return best;
  }

 private:
  void SettleMissing(const ChoiceSolution& solution) {
    int missing = 0;
    for (std::size_t p = 0; p < solution.meetings.size(); ++p) {
      missing += std::max(0, demands_.should[p] - solution.meetings[p]);
    }
    demands_.missing = missing;
    if (missing == 0) demands_.least = demands_.should;
  }

  static int CountAt(int level, const std::vector<int>& meetings) {
    return static_cast<int>(std::count_if(meetings.begin(), meetings.end(),
                                          [&](int amount) { return amount >= level; }));
  }

  // Those who can; and on all levels below.
  bool IsReachedByAll(int level, const ChoiceSolution& solution) const {
    return demands_.levels.empty() &&
           CountAt(level, solution.meetings) == CountAt(level, demands_.most);
  }

  const ChoiceProblem& problem_;
  const int most_nodes_;
  ChoiceDemands demands_;
};

}  // namespace

MeetingChoice ChooseMeetings(const ChoiceProblem& problem, int most_nodes) {
  ChoiceSolution solution =
      problem.fairness == ChoiceFairness::kWorstOffFirst
          ? Levelling(problem, most_nodes).Run()
          : SolveChoice(problem, DemandsOf(problem), ChoiceAim::kTotal, most_nodes);
  MeetingChoice choice;
  choice.impossible = solution.proved && !solution.found;
  choice.proved = solution.proved;
  choice.pairs = std::move(solution.pairs);
  for (const std::size_t i : choice.pairs) choice.score += problem.pairs[i].score;
  for (std::size_t p = 0; p < solution.meetings.size(); ++p) {
    choice.missing.push_back(std::max(0, problem.participants[p].least - solution.meetings[p]));
  }
  return choice;
}

}  // namespace counterpoint::matching
