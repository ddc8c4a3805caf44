#include "matching/session/what_if.h"

#include <numeric>
#include <utility>

namespace counterpoint::matching {
namespace {

int Sum(const std::vector<int>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0);
}

bool IsProved(const SessionPlan& plan) {
  return plan.choice_proved && plan.proof == Proof::kOptimal;
}

}  // namespace

std::vector<ChangeWorth> JudgeChanges(const SessionCase& session, const SessionPlan& plan,
                                      const std::vector<SessionChange>& changes,
                                      const PlanOptions& options, const SearchControl& control) {
  // The progress of a plan with a change would be taken for that of the plan.
  const SearchControl quiet{.stop = control.stop, .progress = {}};
  std::vector<ChangeWorth> worths;
  for (const SessionChange& change : changes) {
    const SessionPlan changed = PlanSession(Changed(session, change), options, quiet);
    if (control.Stopped()) break;
    worths.push_back({.meetings = static_cast<int>(changed.meetings.size()) -
                                  static_cast<int>(plan.meetings.size()),
                      .score = changed.score - plan.score,
                      .unplaced = static_cast<int>(changed.unplaced.size()) -
                                  static_cast<int>(plan.unplaced.size()),
                      .missing = Sum(changed.missing) - Sum(plan.missing),
                      .breaks = changed.total_breaks - plan.total_breaks,
                      .proved = IsProved(plan) && IsProved(changed)});
  }
  return worths;
}

}  // namespace counterpoint::matching
