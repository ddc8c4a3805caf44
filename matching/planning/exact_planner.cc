#include "matching/planning/exact_planner.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "matching/planning/break_limits.h"
#include "matching/planning/day_bounds.h"
#include "matching/planning/encoding_order.h"
#include "matching/planning/meeting_domains.h"
#include "matching/planning/sat_solver.h"
#include "matching/planning/schedule_breaks.h"
#include "matching/planning/session_encoding.h"

namespace counterpoint::matching {
namespace {

// The formula, with or without parities, and a solver that holds it.
class Prover {
 public:
  Prover(const SessionProblem& problem, const MeetingDomains& domains,
         const std::vector<DayBounds>& days, const BreakLimits& limits,
         const EncodingOptions& encoding, int seed, std::function<bool()> stop)
      : encoding_(problem, domains, days, limits, encoding), solver_(seed, std::move(stop)) {
    solver_.AddNew(encoding_.cnf());
  }

  // Is there any schedule, or one with at most so many breaks?
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
    for (const bool parity : {true, false}) {
      if (Done() || (!parity && !options.two_threads)) return;
      provers_.push_back(std::make_unique<Prover>(
          problem, domains, days, limits, EncodingOptions{.parity = parity, .known_breaks = best_},
          options.seed, [this] { return answered_ || control_.Stopped(); }));
    }
  }

  ExactResult Run() {
    Tell();
    while (!Done() && !control_.Stopped()) {
      // Without any schedule, first find one or none: a question about breaks
      // may be far harder than to see that there is nothing to find.
      const std::optional<int> breaks = best_ ? std::optional<int>(result_.bound) : std::nullopt;
      const auto [prover, answer] = Ask(breaks);
      if (answer == SatAnswer::kUnknown) {
        if (Conflicts() >= options_.most_conflicts) break;
      } else if (answer == SatAnswer::kSatisfiable) {
        result_.schedule = prover->Read();
        best_ = TotalBreaks(problem_, *result_.schedule);
        Tell();
      } else if (!prover->rests_on_breaks()) {
        result_.proof = Proof::kImpossible;
        break;
      } else {
        for (const auto& each : provers_) each->RuleOut(result_.bound);
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
    for (const auto& prover : provers_) conflicts += prover->conflicts();
    return conflicts;
  }

  void Tell() const {
    control_.Tell({.unplaced = best_ ? std::optional<int>(0) : std::nullopt,
                   .breaks = best_,
                   .bound = result_.bound});
  }

  // All provers at once; the first to know stops the other.
  std::pair<Prover*, SatAnswer> Ask(std::optional<int> breaks) {
    const auto share =
        (options_.most_conflicts - Conflicts()) / static_cast<std::int64_t>(provers_.size());
    std::vector<SatAnswer> answers(provers_.size(), SatAnswer::kUnknown);
    const auto ask = [&](std::size_t i) {
      answers[i] = provers_[i]->Ask(breaks, std::max<std::int64_t>(1, share));
      if (answers[i] != SatAnswer::kUnknown) answered_ = true;
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < provers_.size(); ++i) others.emplace_back(ask, i);
    ask(0);
    for (std::thread& other : others) other.join();
    answered_ = false;
    const auto known = std::find_if(answers.begin(), answers.end(),
                                    [](SatAnswer answer) { return answer != SatAnswer::kUnknown; });
    const auto i = known == answers.end() ? 0 : static_cast<std::size_t>(known - answers.begin());
    return {provers_[i].get(), answers[i]};
  }

  const SessionProblem& problem_;
  const ExactOptions options_;
  const SearchControl& control_;
  ExactResult result_;
  std::optional<int> best_;  // Breaks of the schedule, if there is one.
  std::atomic<bool> answered_ = false;
  std::vector<std::unique_ptr<Prover>> provers_;  // With parities, then without.
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
