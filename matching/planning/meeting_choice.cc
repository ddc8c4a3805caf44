#include "matching/planning/meeting_choice.h"

#include <algorithm>
#include <cmath>
#include <coin/CbcModel.hpp>
#include <coin/CglGomory.hpp>
#include <coin/CglZeroHalf.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/CoinPackedVector.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <numeric>
#include <optional>
#include <utility>

#include "matching/planning/meeting_exchange.h"

namespace counterpoint::matching {
namespace {

// What is the best choice once it is settled how many meetings may be missing and
// how many participants have at least so many meetings.
struct Demands {
  std::vector<int> least;      // Meetings of each participant that it must have.
  std::vector<int> most;       // That it may have.
  std::vector<int> should;     // That it should have, as far as that can be.
  std::optional<int> missing;  // What they may be short of that, in all.
  // At least levels[i] participants have first_level + i meetings or more; all have
  // first_level - 1, or as many as they can.
  int first_level = 0;
  std::vector<int> levels;
};

enum class Aim {
  kTotal,    // The fewest missing, then the highest score.
  kMissing,  // The fewest missing.
  kSquares,  // The least sum of squares of what each has less than the most of all.
  kLevel,    // More participants at the last of `levels`, as many as can be.
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
    // With whole pairs what is missing is whole by itself. So are levels below the
    // last: their sums are as high as they can be, which leaves no room for halves.
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

  // Columns for a participant's meetings at each level from the first one on; it
  // has one less than the first level in any case, or as many as it can.
  void AddLevels() {
    const int highest = *std::max_element(demands_.most.begin(), demands_.most.end());
    const int levels = aim_ == Aim::kSquares ? highest : static_cast<int>(demands_.levels.size());
    const int first = aim_ == Aim::kSquares ? 1 : demands_.first_level;
    std::vector<CoinPackedVector> reached(static_cast<std::size_t>(levels));
    for (std::size_t p = 0; p < meetings_.size() && levels > 0; ++p) {
      CoinPackedVector row = meetings_[p];
      const int last = std::min(levels, demands_.most[p] - first + 1);
      for (int i = 0; i < last; ++i) {
        double cost = aim_ == Aim::kLevel && i + 1 == levels ? -1 : 0;
        if (aim_ == Aim::kSquares) cost = -2 * (highest - i) + 1;
        const int column = AddColumn(0, 1, cost);
        row.insert(column, -1);
        reached[static_cast<std::size_t>(i)].insert(column, 1);
      }
      if (last > 0) AddRow(std::move(row), first - 1, COIN_DBL_MAX);
    }
    // What is aimed at is no row: to have more than is known is a cutoff.
    const std::size_t settled = demands_.levels.size() - (aim_ == Aim::kLevel ? 1 : 0);
    for (std::size_t i = 0; i < settled; ++i) {
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

void CountMeetings(const ChoiceProblem& problem, Solution& solution) {
  solution.meetings.assign(problem.participants.size(), 0);
  for (const std::size_t i : solution.pairs) {
    ++solution.meetings[problem.pairs[i].first];
    ++solution.meetings[problem.pairs[i].second];
  }
}

// Leaves what the relaxation has settled as it is, so that little is left to search:
// a good choice soon, not the best (Danna, Rothberg, Le Pape 2005, RENS).
void FixWholePairs(const ChoiceProblem& problem, OsiClpSolverInterface& solver) {
  solver.initialSolve();
  const double* const values = solver.getColSolution();
  for (int i = 0; i < static_cast<int>(problem.pairs.size()); ++i) {
    const double whole = std::round(values[i]);
    if (std::abs(values[i] - whole) < 1e-6) solver.setColBounds(i, whole, whole);
  }
}

Solution Solve(const ChoiceProblem& problem, const Demands& demands, Aim aim, int most_nodes) {
  OsiClpSolverInterface solver;
  solver.messageHandler()->setLogLevel(0);
  Program(problem, demands, aim).Load(solver);
  if (aim == Aim::kSquares) FixWholePairs(problem, solver);
  CbcModel model(solver);
  model.setLogLevel(0);
  model.setMaximumNodes(most_nodes);
  // Sums of whole numbers need no finer gap.
  const bool is_whole = aim != Aim::kTotal && aim != Aim::kScore;
  model.setAllowableGap(is_whole ? 0.999 : 0);
  model.setAllowableFractionGap(0);
  if (aim == Aim::kLevel) model.setCutoff(-demands.levels.back() - 0.5);
  CglZeroHalf odd_sets;
  CglGomory gomory;
  model.addCutGenerator(&odd_sets, -1, "odd sets");
  model.addCutGenerator(&gomory, -1, "gomory");
  model.initialSolve();
  model.branchAndBound();
  Solution solution;
  solution.impossible = model.isProvenInfeasible();
  solution.proved = solution.impossible || model.isProvenOptimal();
  const double* const values = model.bestSolution();
  solution.found = values != nullptr;
  for (std::size_t i = 0; solution.found && i < problem.pairs.size(); ++i) {
    if (values[i] > 0.5) solution.pairs.push_back(i);
  }
  CountMeetings(problem, solution);
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

// For a start that need not be the best.
constexpr int kMostNodesToStart = 100;

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
    // Where meetings of one can be exchanged for those of others, the least squares
    // are the best levels (Ando, Fujishige, Naitoh 1995), so that what is left is to
    // prove that no level can have more. Nothing relies on that.
    if (Solution even = Solve(problem_, demands_, Aim::kSquares, kMostNodesToStart); even.found) {
      best = std::move(even);
    }
    best.pairs = ExchangeForTheWorstOff(problem_, std::move(best.pairs));
    CountMeetings(problem_, best);
    const int highest = *std::max_element(demands_.most.begin(), demands_.most.end());
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
      Solution more = Solve(problem_, demands_, Aim::kLevel, most_nodes_);
      proved &= more.proved;
      if (more.found) best = std::move(more);
      demands_.levels.back() = CountAt(level, best.meetings);
      if (demands_.levels.back() > 0) continue;
      demands_.levels.pop_back();
      for (int& most : demands_.most) most = std::min(most, level - 1);
      break;
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

  static int CountAt(int level, const std::vector<int>& meetings) {
    return static_cast<int>(std::count_if(meetings.begin(), meetings.end(),
                                          [&](int amount) { return amount >= level; }));
  }

  // Those who can; and on all levels below.
  bool IsReachedByAll(int level, const Solution& solution) const {
    return demands_.levels.empty() &&
           CountAt(level, solution.meetings) == CountAt(level, demands_.most);
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
