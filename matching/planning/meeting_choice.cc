#include "matching/planning/meeting_choice.h"

#include <algorithm>
#include <coin/CbcModel.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <coin/CoinPackedVector.hpp>
#include <coin/OsiClpSolverInterface.hpp>

namespace counterpoint::matching {
namespace {

// Columns are the pairs, then what each participant is missing; rows are the
// participants, then the session.
class Program {
 public:
  explicit Program(const ChoiceProblem& problem) : problem_(problem) {
    // Nobody's score outweighs one meeting more.
    double scores = 1;
    for (const CandidatePair& pair : problem.pairs) scores += std::max(0.0, pair.score);
    missing_cost_ = std::min(scores, 1.0 + problem.most_meetings);
  }

  void Load(OsiClpSolverInterface& solver) const {
    const auto participants = static_cast<int>(problem_.participants.size());
    const int columns = static_cast<int>(problem_.pairs.size()) + participants;
    CoinPackedMatrix matrix(false, 0, 0);
    matrix.setDimensions(0, columns);
    std::vector<CoinPackedVector> rows(problem_.participants.size() + 1);
    std::vector<double> lower, upper, cost;
    for (std::size_t i = 0; i < problem_.pairs.size(); ++i) {
      const CandidatePair& pair = problem_.pairs[i];
      for (const std::size_t row : {pair.first, pair.second, problem_.participants.size()}) {
        rows[row].insert(static_cast<int>(i), 1);
      }
      lower.push_back(pair.rule == PairRule::kMust ? 1 : 0);
      upper.push_back(pair.rule == PairRule::kMustNot ? 0 : 1);
      cost.push_back(-pair.score);
    }
    std::vector<double> row_lower, row_upper;
    for (std::size_t p = 0; p < problem_.participants.size(); ++p) {
      const MeetingQuota& quota = problem_.participants[p];
      // What is missing counts towards the least number, but not past the most.
      const int least = std::min(quota.least, quota.most);
      rows[p].insert(static_cast<int>(lower.size()), 1);
      lower.push_back(0);
      upper.push_back(least);
      cost.push_back(missing_cost_);
      row_lower.push_back(least);
      row_upper.push_back(quota.most);
    }
    row_lower.push_back(0);
    row_upper.push_back(problem_.most_meetings);
    for (const CoinPackedVector& row : rows) matrix.appendRow(row);
    solver.loadProblem(matrix, lower.data(), upper.data(), cost.data(), row_lower.data(),
                       row_upper.data());
    // With whole pairs what is missing is whole by itself.
    for (int i = 0; i < static_cast<int>(problem_.pairs.size()); ++i) solver.setInteger(i);
  }

 private:
  const ChoiceProblem& problem_;
  double missing_cost_ = 0;
};

}  // namespace

MeetingChoice ChooseMeetings(const ChoiceProblem& problem, int most_nodes) {
  MeetingChoice choice;
  OsiClpSolverInterface solver;
  solver.messageHandler()->setLogLevel(0);
  Program(problem).Load(solver);
  CbcModel model(solver);
  model.setLogLevel(0);
  model.setMaximumNodes(most_nodes);
  model.setAllowableGap(0);
  model.setAllowableFractionGap(0);
  model.initialSolve();
  model.branchAndBound();
  choice.impossible = model.isProvenInfeasible();
  choice.proved = choice.impossible || model.isProvenOptimal();
  const double* const solution = model.bestSolution();
  std::vector<int> meetings(problem.participants.size(), 0);
  for (std::size_t i = 0; solution != nullptr && i < problem.pairs.size(); ++i) {
    if (solution[i] < 0.5) continue;
    const CandidatePair& pair = problem.pairs[i];
    choice.pairs.push_back(i);
    choice.score += pair.score;
    ++meetings[pair.first];
    ++meetings[pair.second];
  }
  for (std::size_t p = 0; p < meetings.size(); ++p) {
    choice.missing.push_back(std::max(0, problem.participants[p].least - meetings[p]));
  }
  return choice;
}

}  // namespace counterpoint::matching
