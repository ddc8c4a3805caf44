#include "matching/planning/choice_program.h"

#include <algorithm>
#include <coin/CbcModel.hpp>
#include <coin/CglGomory.hpp>
#include <coin/CglZeroHalf.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/CoinPackedVector.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <utility>

namespace counterpoint::matching {
namespace {

// Columns are the pairs, then what each participant is missing, then for each
// level and participant whether it reaches it. Rows are the participants' meetings,
// their least numbers, their levels, then the session, limits, sums.
class Program {
 public:
  Program(const ChoiceProblem& problem, const ChoiceDemands& demands, ChoiceAim aim)
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
    for (int i = 0; i <= number_; ++i) solver.setInteger(i);
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
    const bool counts = aim_ == ChoiceAim::kTotal || aim_ == ChoiceAim::kScore;
    CoinPackedVector session;
    for (const CandidatePair& pair : problem_.pairs) {
      const int column =
          AddColumn(pair.rule == PairRule::kMust ? 1 : 0, pair.rule == PairRule::kMustNot ? 0 : 1,
                    counts ? -pair.score : 0);
      meetings_[pair.first].insert(column, 1);
      meetings_[pair.second].insert(column, 1);
      session.insert(column, 1);
    }
    // The number of meetings has a column to branch on: where everybody's number is
    // settled but some, an odd sum is excluded at once.
    number_ = AddColumn(0, problem_.most_meetings, 0);
    session.insert(number_, -1);
    AddRow(std::move(session), 0, 0);
  }

  void AddParticipants() {
    for (std::size_t p = 0; p < meetings_.size(); ++p) {
      AddRow(meetings_[p], demands_.least[p], demands_.most[p]);
    }
  }

  void AddMissing() {
    double cost = 0;
    if (aim_ == ChoiceAim::kMissing) cost = 1;
    if (aim_ == ChoiceAim::kTotal) {
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
    const int levels = static_cast<int>(demands_.levels.size());
    const int first = demands_.first_level;
    std::vector<CoinPackedVector> reached(static_cast<std::size_t>(levels));
    for (std::size_t p = 0; p < meetings_.size() && levels > 0; ++p) {
      CoinPackedVector row = meetings_[p];
      const int last = std::min(levels, demands_.most[p] - first + 1);
      for (int i = 0; i < last; ++i) {
        const bool is_aim = aim_ == ChoiceAim::kLevel && i + 1 == levels;
        const int column = AddColumn(0, 1, is_aim ? -1 : 0);
        row.insert(column, -1);
        reached[static_cast<std::size_t>(i)].insert(column, 1);
      }
      if (last > 0) AddRow(std::move(row), first - 1, COIN_DBL_MAX);
    }
    // What is aimed at is no row: to have more than is known is a cutoff.
    const std::size_t settled = demands_.levels.size() - (aim_ == ChoiceAim::kLevel ? 1 : 0);
    for (std::size_t i = 0; i < settled; ++i) {
      AddRow(std::move(reached[i]), demands_.levels[i], COIN_DBL_MAX);
    }
  }

  const ChoiceProblem& problem_;
  const ChoiceDemands& demands_;
  const ChoiceAim aim_;
  std::vector<CoinPackedVector> meetings_;  // Of each participant.
  int number_ = 0;                          // The column after the pairs.
  std::vector<double> lower_, upper_, cost_;
  std::vector<CoinPackedVector> rows_;
  std::vector<double> row_lower_, row_upper_;
};

}  // namespace

ChoiceDemands DemandsOf(const ChoiceProblem& problem) {
  ChoiceDemands demands;
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

std::vector<int> CountMeetings(const ChoiceProblem& problem,
                               const std::vector<std::size_t>& pairs) {
  std::vector<int> meetings(problem.participants.size(), 0);
  for (const std::size_t i : pairs) {
    ++meetings[problem.pairs[i].first];
    ++meetings[problem.pairs[i].second];
  }
  return meetings;
}

ChoiceSolution SolveChoice(const ChoiceProblem& problem, const ChoiceDemands& demands,
                           ChoiceAim aim, int most_nodes) {
  OsiClpSolverInterface solver;
  solver.messageHandler()->setLogLevel(0);
  Program(problem, demands, aim).Load(solver);
  CbcModel model(solver);
  model.setLogLevel(0);
  model.setMaximumNodes(most_nodes);
  // Sums of whole numbers need no finer gap.
  const bool is_whole = aim != ChoiceAim::kTotal && aim != ChoiceAim::kScore;
  model.setAllowableGap(is_whole ? 0.999 : 0);
  model.setAllowableFractionGap(0);
  if (aim == ChoiceAim::kLevel) model.setCutoff(-demands.levels.back() - 0.5);
  CglZeroHalf odd_sets;
  CglGomory gomory;
  model.addCutGenerator(&odd_sets, -1, "odd sets");
  model.addCutGenerator(&gomory, -1, "gomory");
  model.initialSolve();
  model.branchAndBound();
  ChoiceSolution solution;
  solution.proved = model.isProvenInfeasible() || model.isProvenOptimal();
  const double* const values = model.bestSolution();
  solution.found = values != nullptr;
  for (std::size_t i = 0; solution.found && i < problem.pairs.size(); ++i) {
    if (values[i] > 0.5) solution.pairs.push_back(i);
  }
  solution.meetings = CountMeetings(problem, solution.pairs);
  return solution;
}

}  // namespace counterpoint::matching
