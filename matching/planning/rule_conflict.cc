#include "matching/planning/rule_conflict.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "matching/planning/cnf.h"
#include "matching/planning/day_bounds.h"
#include "matching/planning/day_encoding.h"
#include "matching/planning/meeting_domains.h"
#include "matching/planning/sat_solver.h"
#include "matching/planning/totalizer.h"

namespace counterpoint::matching {
namespace {

// The session with every rule left open: all meetings in any slot, everybody there
// all the time. Where days begin is no rule: it says what a break is.
SessionProblem WithoutRules(const SessionProblem& problem) {
  const SlotSet all = SlotSet::Range(0, problem.slots());
  SessionProblem bare = problem;
  for (int& tables : bare.tables) tables = static_cast<int>(problem.meetings.size());
  for (Participant& participant : bare.participants) participant.available = all;
  for (Meeting& meeting : bare.meetings) {
    meeting.window = all;
    meeting.fixed.reset();
    meeting.after.clear();
  }
  bare.limits.clear();
  bare.breaks = {};
  return bare;
}

class ConditionalRules {
 public:
  explicit ConditionalRules(const SessionProblem& problem) : problem_(problem) {}

  // False where the meetings have no room even without rules.
  bool Build() {
    const SessionProblem bare = WithoutRules(problem_);
    const MeetingDomains domains = FindDomains(bare);
    if (!domains.dead_ends.empty()) return false;
    const std::vector<DayBounds> days = FindDayBounds(bare, domains);
    for (std::size_t m = 0; m < problem_.meetings.size(); ++m) AddMeeting();
    const auto meetings_of = MeetingsOfParticipants(problem_);
    for (std::size_t p = 0; p < days.size(); ++p) {
      std::vector<const std::vector<Literal>*> at;
      for (const std::size_t m : meetings_of[p]) at.push_back(&at_[m]);
      days_.push_back(AddDay(cnf_, at, days[p], days[p].most_breaks));
      AddAvailability(p);
    }
    for (std::size_t m = 0; m < problem_.meetings.size(); ++m) AddMeetingRules(m);
    AddTables();
    AddLimits();
    if (problem_.breaks.fairness != BreakFairness::kOff) AddFairness(days);
    return true;
  }

  const Cnf& cnf() const { return cnf_; }
  const std::vector<std::pair<Literal, PlanningRule>>& rules() const { return rules_; }

 private:
  void AddMeeting() {
    std::vector<Literal>& at = at_.emplace_back();
    for (int slot = 0; slot < problem_.slots(); ++slot) at.push_back(cnf_.NewVariable());
    cnf_.Add(at);
    cnf_.AddAtMostOne(at);
  }

  Literal NewRule(const PlanningRule& rule) {
    rules_.emplace_back(cnf_.NewVariable(), rule);
    return rules_.back().first;
  }

  // Under the rule, none of the literals in a slot outside of `open`.
  void Confine(const PlanningRule& rule, const std::vector<Literal>& literals,
               const SlotSet& open) {
    const SlotSet closed = SlotSet::Range(0, problem_.slots()) - open;
    if (closed.empty()) return;
    const Literal holds = NewRule(rule);
    for (const int slot : closed) {
      cnf_.Add({-holds, -literals[static_cast<std::size_t>(slot)]});
    }
  }

  void AddAvailability(std::size_t p) {
    if (days_[p].breaks.empty() && days_[p].busy.front() == kFalse) return;
    Confine({.kind = RuleKind::kAvailability, .participant = p}, days_[p].busy,
            problem_.participants[p].available);
  }

  void AddMeetingRules(std::size_t m) {
    const Meeting& meeting = problem_.meetings[m];
    Confine({.kind = RuleKind::kWindow, .meeting = m}, at_[m], meeting.window);
    if (meeting.fixed) {
      Confine({.kind = RuleKind::kFixed, .meeting = m}, at_[m], SlotSet::Of(*meeting.fixed));
    }
    for (const std::size_t before : meeting.after) {
      const Literal holds = NewRule({.kind = RuleKind::kOrder, .meeting = m, .other = before});
      // Somewhere up to a slot, as a chain of prefixes of the later meeting.
      Literal by = kFalse;
      for (std::size_t slot = 0; slot < at_[m].size(); ++slot) {
        const Literal now = cnf_.NewVariable();
        cnf_.Add({-by, now});
        cnf_.Add({-at_[m][slot], now});
        cnf_.Add({-holds, -now, -at_[before][slot]});
        by = now;
      }
    }
  }

  void AddTables() {
    std::vector<std::size_t> all(at_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    AddMost({.kind = RuleKind::kTables}, all, problem_.tables);
  }

  void AddLimits() {
    for (std::size_t l = 0; l < problem_.limits.size(); ++l) {
      AddMost({.kind = RuleKind::kLimit, .other = l}, problem_.limits[l].meetings,
              problem_.limits[l].most);
    }
  }

  // Under the rule, of these meetings at most so many in each slot.
  void AddMost(const PlanningRule& rule, const std::vector<std::size_t>& meetings,
               const std::vector<int>& most) {
    const Literal holds = NewRule(rule);
    for (std::size_t slot = 0; slot < most.size(); ++slot) {
      if (static_cast<int>(meetings.size()) <= most[slot]) continue;
      std::vector<Literal> here;
      for (const std::size_t m : meetings) here.push_back(at_[m][slot]);
      cnf_.Add({-holds, -AddTotalizer(cnf_, here, most[slot] + 1, SumDirection::kUp).back()});
    }
  }

  void AddFairness(const std::vector<DayBounds>& bare_days) {
    const Literal holds = NewRule({.kind = RuleKind::kFairBreaks});
    std::vector<int> base(days_.size(), 0);
    int highest = 0;
    for (std::size_t p = 0; p < days_.size(); ++p) {
      if (problem_.breaks.fairness == BreakFairness::kBreaksBeyondForced) {
        base[p] = ForcedBreaks(problem_, p, bare_days[p].meetings);
      }
      highest = std::max(highest, static_cast<int>(days_[p].breaks.size()) - base[p]);
    }
    const auto has = [&](std::size_t p, int breaks) {
      if (breaks <= 0) return kTrue;
      return breaks > static_cast<int>(days_[p].breaks.size())
                 ? kFalse
                 : days_[p].breaks[static_cast<std::size_t>(breaks) - 1];
    };
    const int difference = problem_.breaks.most_difference;
    for (int beyond = difference + 1; beyond <= highest; ++beyond) {
      const Literal somebody = cnf_.NewVariable();
      for (std::size_t p = 0; p < days_.size(); ++p) {
        cnf_.Add({-has(p, base[p] + beyond), somebody});
        cnf_.Add({-holds, -somebody, has(p, base[p] + beyond - difference)});
      }
    }
  }

  const SessionProblem& problem_;
  Cnf cnf_;
  std::vector<std::vector<Literal>> at_;
  std::vector<DayEncoding> days_;
  std::vector<std::pair<Literal, PlanningRule>> rules_;
};

}  // namespace

std::optional<RuleConflict> FindConflict(const SessionProblem& problem, int seed,
                                         std::int64_t most_conflicts,
                                         const SearchControl& control) {
  ConditionalRules formula(problem);
  // More meetings of somebody than there are slots: no rule is to blame.
  if (!formula.Build()) return RuleConflict{.rules = {}, .minimal = true};
  SatSolver solver(seed, control.stop);
  solver.AddNew(formula.cnf());
  const auto ask = [&](std::span<const Literal> assumptions) {
    const std::int64_t left = most_conflicts - solver.learnt();
    if (left <= 0 || control.Stopped()) return SatAnswer::kUnknown;
    return solver.Solve(assumptions, left);
  };
  std::vector<Literal> needed;
  for (const auto& [literal, rule] : formula.rules()) needed.push_back(literal);
  if (ask(needed) != SatAnswer::kUnsatisfiable) return std::nullopt;
  const auto drop_unused = [&] {
    std::erase_if(needed, [&](Literal literal) { return !solver.Failed(literal); });
  };
  drop_unused();
  RuleConflict conflict{.rules = {}, .minimal = true};
  // Those before `kept` cannot be left out.
  for (std::size_t kept = 0; kept < needed.size();) {
    std::vector<Literal> others = needed;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(kept));
    const SatAnswer answer = ask(others);
    if (answer == SatAnswer::kUnsatisfiable) {
      needed = std::move(others);
      drop_unused();
      continue;
    }
    conflict.minimal &= answer == SatAnswer::kSatisfiable;
    ++kept;
  }
  for (const auto& [literal, rule] : formula.rules()) {
    if (std::find(needed.begin(), needed.end(), literal) != needed.end()) {
      conflict.rules.push_back(rule);
    }
  }
  const auto key = [](const PlanningRule& rule) {
    return std::tuple(rule.kind, rule.participant, rule.meeting, rule.other);
  };
  std::sort(conflict.rules.begin(), conflict.rules.end(),
            [&](const PlanningRule& a, const PlanningRule& b) { return key(a) < key(b); });
  return conflict;
}

}  // namespace counterpoint::matching
