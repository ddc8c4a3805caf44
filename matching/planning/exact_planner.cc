#include "matching/planning/exact_planner.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <thread>
#include <utility>

#include "matching/planning/break_limits.h"
#include "matching/planning/day_bounds.h"
#include "matching/planning/encoding_order.h"
#include "matching/planning/meeting_domains.h"
#include "matching/planning/sat_solver.h"
#include "matching/planning/schedule_breaks.h"
#include "matching/planning/session_encoding.h"

namespace counterpoint::matching {
namespace {

constexpr std::int64_t kFirstBudget = 2000;
constexpr double kBudgetGrowth = 1.25;

// The formula, with or without parities, and a solver that holds it.
class Half {
 public:
  Half(const SessionProblem& problem, const MeetingDomains& domains,
       const std::vector<DayBounds>& days, const BreakLimits& limits,
       const EncodingOptions& encoding, int seed, std::function<bool()> stop)
      : encoding_(problem, domains, days, limits, encoding), solver_(seed, std::move(stop)) {
    solver_.AddNew(encoding_.cnf());
  }

  // Any schedule at all, or one with at most so many breaks. Once this is known
  // to be impossible only Rule out makes the formula say so.
  SatAnswer Ask(std::optional<int> breaks, std::int64_t conflicts) {
    std::vector<Literal> assumptions;
    if (breaks) assumptions.push_back(encoding_.AtMost(*breaks));
    const SatAnswer answer = solver_.Solve(assumptions, conflicts);
    rests_on_breaks_ =
        answer == SatAnswer::kUnsatisfiable && breaks && solver_.Failed(assumptions.front());
    return answer;
  }
  // Whether the last "no" was about the number of breaks.
  bool rests_on_breaks() const { return rests_on_breaks_; }
  void RuleOut(int breaks) { solver_.Add({-encoding_.AtMost(breaks)}); }

  Schedule Read() const { return encoding_.Read(solver_); }
  std::int64_t conflicts() const { return solver_.learnt(); }
  int least_breaks() const { return encoding_.least_breaks(); }

 private:
  SessionEncoding encoding_;
  SatSolver solver_;
  bool rests_on_breaks_ = false;
};

class ExactSearch {
 public:
  ExactSearch(const SessionProblem& problem, const MeetingDomains& domains,
              const std::vector<DayBounds>& days, const BreakLimits& limits,
              std::optional<Schedule> known, const ExactOptions& options,
              const SearchControl& control)
      : problem_(problem), options_(options), control_(control) {
    result_.schedule = std::move(known);
    if (result_.schedule) best_ = TotalBreaks(problem, *result_.schedule);
    for (const DayBounds& day : days) result_.bound += day.least_breaks;
    for (std::size_t i = 0; i < halves_.size(); ++i) {
      if (Done()) return;
      halves_[i].emplace(problem, domains, days, limits,
                         EncodingOptions{.parity = i == 1, .known_breaks = best_}, options.seed,
                         [this] { return answered_ || control_.Stopped(); });
    }
  }

  ExactResult Run() {
    Tell();
    while (!Done() && !control_.Stopped()) {
      // Without any schedule, first find one or none: a question about breaks
      // may be far harder than to see that there is nothing to find.
      const std::optional<int> breaks = best_ ? std::optional<int>(result_.bound) : std::nullopt;
      const auto [half, answer] = options_.two_threads ? AskBoth(breaks) : AskInTurn(breaks);
      if (answer == SatAnswer::kUnknown) {
        if (Conflicts() >= options_.most_conflicts) break;
      } else if (answer == SatAnswer::kSatisfiable) {
        result_.schedule = half->Read();
        best_ = TotalBreaks(problem_, *result_.schedule);
        Tell();
      } else if (!half->rests_on_breaks()) {
        result_.proof = Proof::kImpossible;
        break;
      } else {
        for (std::optional<Half>& each : halves_) each->RuleOut(result_.bound);
        ++result_.bound;
        Tell();
      }
    }
    if (result_.proof == Proof::kOpen && Done()) result_.proof = Proof::kOptimal;
    result_.conflicts = Conflicts();
    return std::move(result_);
  }

 private:
  bool Done() const { return best_ && *best_ <= result_.bound; }

  std::int64_t Conflicts() const {
    std::int64_t conflicts = 0;
    for (const std::optional<Half>& half : halves_) conflicts += half ? half->conflicts() : 0;
    return conflicts;
  }

  void Tell() const {
    control_.Tell({.unplaced = best_ ? std::optional<int>(0) : std::nullopt,
                   .breaks = best_,
                   .bound = result_.bound});
  }

  std::pair<Half*, SatAnswer> AskInTurn(std::optional<int> breaks) {
    Half& half = *halves_[turn_];
    const std::int64_t left = options_.most_conflicts - Conflicts();
    const SatAnswer answer = half.Ask(breaks, std::min(static_cast<std::int64_t>(budget_), left));
    if (answer == SatAnswer::kUnknown) {
      turn_ = 1 - turn_;
      if (turn_ == 0) budget_ *= kBudgetGrowth;
    }
    return {&half, answer};
  }

  // The first to know stops the other one.
  std::pair<Half*, SatAnswer> AskBoth(std::optional<int> breaks) {
    answered_ = false;
    const std::int64_t share = (options_.most_conflicts - Conflicts() + 1) / 2;
    std::array<SatAnswer, 2> answers{};
    const auto ask = [&](std::size_t i) {
      answers[i] = halves_[i]->Ask(breaks, share);
      if (answers[i] != SatAnswer::kUnknown) answered_ = true;
    };
    std::thread other(ask, 1);
    ask(0);
    other.join();
    answered_ = false;
    const std::size_t i = answers[0] == SatAnswer::kUnknown ? 1 : 0;
    return {&*halves_[i], answers[i]};
  }

  const SessionProblem& problem_;
  const ExactOptions options_;
  const SearchControl& control_;
  ExactResult result_;
  std::optional<int> best_;  // Breaks of the schedule, if there is one.
  std::atomic<bool> answered_ = false;
  std::array<std::optional<Half>, 2> halves_;  // Without and with parities.
  std::size_t turn_ = 0;
  double budget_ = kFirstBudget;
};

}  // namespace

ExactResult PlanExactly(const SessionProblem& problem, const std::optional<Schedule>& known,
                        const ExactOptions& options, const SearchControl& control) {
  const EncodingOrder order(problem);
  const SessionProblem ordered = order.Ordered(problem);
  const MeetingDomains domains = FindDomains(ordered);
  const std::vector<DayBounds> days = FindDayBounds(ordered, domains);
  const BreakLimits limits = FindBreakLimits(problem.breaks, days);
  std::optional<Schedule> start;
  if (known) start = order.Ordered(*known);
  ExactResult result =
      ExactSearch(ordered, domains, days, limits, std::move(start), options, control).Run();
  if (result.schedule) result.schedule = order.Restored(*result.schedule);
  return result;
}

}  // namespace counterpoint::matching
