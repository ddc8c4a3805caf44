#include "matching/planning/meeting_choice.h"

#include <algorithm>
#include <coin/CbcModel.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/CoinPackedVector.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <numeric>
#include <optional>
#include <utility>

namespace counterpoint::matching {
namespace {

// What is the best choice once it is settled how many meetings may be missing and
// how many participants have at least so many meetings.
struct Demands {
  std::vector<int> least;      // Meetings of each participant that it must have.
  std::vector<int> most;       // That it may have.
  std::vector<int> should;     // That it should have, as far as that can be.
  std::optional<int> missing;  // What they may be short of that, in all.
  // Levels from `first_level` on: at least levels[i] participants have
  // first_level + i meetings or more.
  int first_level = 0;
  std::vector<int> levels;
};

enum class Aim {
  kTotal,    // The fewest missing, then the highest score.
  kMissing,  // The fewest missing.
  kLevel,    // Most participants at the level after the last of `levels`.
  kScore,    // The highest score, with no more missing than demanded.
};

// Columns are the pairs, then what each participant is missing, then for each
// level and participant whether it reaches it. Rows are the participants' meetings,
// their least numbers, their levels, then the session, limits, sums.
class Program {
 public:
  Program(const ChoiceProblem& problem, const Demands& demands, Aim aim)
      : problem_(problem), demands_(demands), aim_(aim), meetings_(problem.participants.size()) {
    AddPairs();
    AddParticipants();
    AddMissing();
    AddLevels();
    for (const ChoiceLimit& limit : problem_.limits) {
      CoinPackedVector row;
      for (const std::size_t pair : limit.pairs) row.insert(static_cast<int>(pair), 1);
      AddRow(std::move(row), 0, limit.most);
    }
  }

  void Load(OsiClpSolverInterface& solver) const {
    CoinPackedMatrix matrix(false, 0, 0);
    matrix.setDimensions(0, static_cast<int>(cost_.size()));
    for (const CoinPackedVector& row : rows_) matrix.appendRow(row);
    solver.loadProblem(matrix, lower_.data(), upper_.data(), cost_.data(), row_lower_.data(),
                       row_upper_.data());
    // With whole pairs what is missing is whole by itself, and so are levels: a sum
    // that is as high as it can be leaves no room for halves.
    for (int i = 0; i < static_cast<int>(problem_.pairs.size()); ++i) solver.setInteger(i);
  }

 private:
  int AddColumn(double lower, double upper, double cost) {
    lower_.push_back(lower);
    upper_.push_back(upper);
    cost_.push_back(cost);
    return static_cast<int>(cost_.size()) - 1;
  }

  void AddRow(CoinPackedVector row, double lower, double upper) {
    rows_.push_back(std::move(row));
    row_lower_.push_back(lower);
    row_upper_.push_back(upper);
  }

  void AddPairs() {
    const bool counts = aim_ == Aim::kTotal || aim_ == Aim::kScore;
    CoinPackedVector session;
    for (const CandidatePair& pair : problem_.pairs) {
      const int column =
          AddColumn(pair.rule == PairRule::kMust ? 1 : 0, pair.rule == PairRule::kMustNot ? 0 : 1,
                    counts ? -pair.score : 0);
      meetings_[pair.first].insert(column, 1);
      meetings_[pair.second].insert(column, 1);
      session.insert(column, 1);
    }
    AddRow(std::move(session), 0, problem_.most_meetings);
  }

  void AddParticipants() {
    for (std::size_t p = 0; p < meetings_.size(); ++p) {
      AddRow(meetings_[p], demands_.least[p], demands_.most[p]);
    }
  }

  void AddMissing() {
    double cost = 0;
    if (aim_ == Aim::kMissing) cost = 1;
    if (aim_ == Aim::kTotal) {
      // Nobody's score outweighs one meeting more.
      double scores = 1;
      for (const CandidatePair& pair : problem_.pairs) scores += std::max(0.0, pair.score);
      cost = std::min(scores, 1.0 + problem_.most_meetings);
    }
    CoinPackedVector sum;
    for (std::size_t p = 0; p < meetings_.size(); ++p) {
      const int should = demands_.should[p];
      if (should <= demands_.least[p]) continue;
      const int column = AddColumn(0, should, cost);
      CoinPackedVector row = meetings_[p];
      row.insert(column, 1);
      AddRow(std::move(row), should, COIN_DBL_MAX);
      sum.insert(column, 1);
    }
    if (demands_.missing) AddRow(std::move(sum), 0, *demands_.missing);
  }

  void AddLevels() {
    const std::size_t levels = demands_.levels.size() + (aim_ == Aim::kLevel ? 1 : 0);
    if (levels == 0) return;
    std::vector<CoinPackedVector> reached(levels);
    for (std::size_t p = 0; p < meetings_.size(); ++p) {
      if (demands_.most[p] < demands_.first_level) continue;
      CoinPackedVector row = meetings_[p];
      for (std::size_t i = 0; i < levels; ++i) {
        if (demands_.most[p] < demands_.first_level + static_cast<int>(i)) break;
        const bool is_aim = i == demands_.levels.size();
        const int column = AddColumn(0, 1, is_aim ? -1 : 0);
        row.insert(column, -1);
        reached[i].insert(column, 1);
      }
      AddRow(std::move(row), demands_.first_level - 1, COIN_DBL_MAX);
    }
    for (std::size_t i = 0; i < demands_.levels.size(); ++i) {
      AddRow(std::move(reached[i]), demands_.levels[i], COIN_DBL_MAX);
    }
  }

  const ChoiceProblem& problem_;
  const Demands& demands_;
  const Aim aim_;
  std::vector<CoinPackedVector> meetings_;  // Of each participant.
  std::vector<double> lower_, upper_, cost_;
  std::vector<CoinPackedVector> rows_;
  std::vector<double> row_lower_, row_upper_;
};

struct Solution {
  std::vector<std::size_t> pairs;
  std::vector<int> meetings;  // Of each participant.
  bool found = false;
  bool proved = false;
  bool impossible = false;
};

Solution Solve(const ChoiceProblem& problem, const Demands& demands, Aim aim, int most_nodes) {
  OsiClpSolverInterface solver;
  solver.messageHandler()->setLogLevel(0);
  Program(problem, demands, aim).Load(solver);
  CbcModel model(solver);
  model.setLogLevel(0);
  model.setMaximumNodes(most_nodes);
  // Sums of whole numbers need no finer gap.
  const bool is_whole = aim == Aim::kMissing || aim == Aim::kLevel;
  model.setAllowableGap(is_whole ? 0.999 : 0);
  model.setAllowableFractionGap(0);
  model.initialSolve();
  model.branchAndBound();
  Solution solution;
  solution.impossible = model.isProvenInfeasible();
  solution.proved = solution.impossible || model.isProvenOptimal();
  const double* const values = model.bestSolution();
  solution.found = values != nullptr;
  solution.meetings.assign(problem.participants.size(), 0);
  for (std::size_t i = 0; solution.found && i < problem.pairs.size(); ++i) {
    if (values[i] < 0.5) continue;
    solution.pairs.push_back(i);
    ++solution.meetings[problem.pairs[i].first];
    ++solution.meetings[problem.pairs[i].second];
  }
  return solution;
}

Demands DemandsOf(const ChoiceProblem& problem) {
  Demands demands;
  demands.least.assign(problem.participants.size(), 0);
  std::vector<int> pairs(problem.participants.size(), 0);
  for (const CandidatePair& pair : problem.pairs) {
    if (pair.rule == PairRule::kMustNot) continue;
    ++pairs[pair.first];
    ++pairs[pair.second];
  }
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    const MeetingQuota& quota = problem.participants[p];
    demands.most.push_back(std::min(quota.most, pairs[p]));
    demands.should.push_back(std::min(quota.least, demands.most[p]));
  }
  return demands;
}

// Lifts the worst off first, level by level.
class Levelling {
 public:
  Levelling(const ChoiceProblem& problem, int most_nodes)
      : problem_(problem), most_nodes_(most_nodes), demands_(DemandsOf(problem)) {}

  Solution Run() {
    Solution best = Solve(problem_, demands_, Aim::kMissing, most_nodes_);
    if (!best.found) return best;
    bool proved = best.proved;
    SettleMissing(best);
    int highest = 0;
    for (const int most : demands_.most) highest = std::max(highest, most);
    for (int level = 1; level <= highest; ++level) {
      if (demands_.levels.empty()) demands_.first_level = level;
      Solution now = Solve(problem_, demands_, Aim::kLevel, most_nodes_);
      proved &= now.proved;
      if (now.found) best = std::move(now);
      if (!SettleLevel(level, best)) break;
    }
    Solution scored = Solve(problem_, demands_, Aim::kScore, most_nodes_);
    if (scored.found) best = std::move(scored);
    best.proved &= proved;
    return best;
  }

 private:
  void SettleMissing(const Solution& solution) {
    int missing = 0;
    for (std::size_t p = 0; p < solution.meetings.size(); ++p) {
      missing += std::max(0, demands_.should[p] - solution.meetings[p]);
    }
    demands_.missing = missing;
    if (missing == 0) demands_.least = demands_.should;
  }

  // False where nobody is above the level.
  bool SettleLevel(int level, const Solution& solution) {
    int reached = 0;
    int can_reach = 0;
    for (std::size_t p = 0; p < demands_.most.size(); ++p) {
      if (demands_.most[p] >= level) ++can_reach;
      if (solution.meetings[p] >= level) ++reached;
    }
    if (reached == 0) {
      for (int& most : demands_.most) most = std::min(most, level - 1);
      return false;
    }
    if (reached == can_reach && demands_.levels.empty()) {
      // All that can: a bound for each is easier than a sum.
      for (std::size_t p = 0; p < demands_.least.size(); ++p) {
        demands_.least[p] = std::max(demands_.least[p], std::min(level, demands_.most[p]));
      }
    } else {
      demands_.levels.push_back(reached);
    }
    return true;
  }

  const ChoiceProblem& problem_;
  const int most_nodes_;
  Demands demands_;
};

}  // namespace

MeetingChoice ChooseMeetings(const ChoiceProblem& problem, int most_nodes) {
  Solution solution = problem.fairness == ChoiceFairness::kWorstOffFirst
                          ? Levelling(problem, most_nodes).Run()
                          : Solve(problem, DemandsOf(problem), Aim::kTotal, most_nodes);
  MeetingChoice choice;
  choice.impossible = solution.impossible;
  choice.proved = solution.proved;
  choice.pairs = std::move(solution.pairs);
  for (const std::size_t i : choice.pairs) choice.score += problem.pairs[i].score;
  for (std::size_t p = 0; p < solution.meetings.size(); ++p) {
    choice.missing.push_back(std::max(0, problem.participants[p].least - solution.meetings[p]));
  }
  return choice;
}

}  // namespace counterpoint::matching
