// A session problem as a formula: its models are the schedules.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "matching/planning/break_limits.h"
#include "matching/planning/cnf.h"
#include "matching/planning/day_bounds.h"
#include "matching/planning/day_encoding.h"
#include "matching/planning/meeting_domains.h"
#include "matching/planning/sat_solver.h"
#include "matching/planning/schedule.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

struct EncodingOptions {
  // Also counts the participants at tables in each slot, an even number. Implied
  // by the rest; it proves bounds of tight sessions that cannot be proved without
  // it. In some loose ones schedules are found sooner without it.
  bool parity = false;
  // A number of breaks that a schedule is known for, so that only fewer are
  // asked for.
  std::optional<int> known_breaks;
};

// The form is that of matching/README.md. The formula is true of a schedule if
// and only if it places every meeting and keeps every rule.
class SessionEncoding {
 public:
  // REQUIRES: domains and limits without dead ends.
  SessionEncoding(const SessionProblem& problem, const MeetingDomains& domains,
                  const std::vector<DayBounds>& days, const BreakLimits& limits,
                  const EncodingOptions& options);

  const Cnf& cnf() const { return cnf_; }
  Literal At(std::size_t meeting, int slot) const {
    return at_[meeting][static_cast<std::size_t>(slot)];
  }
  // True only where there are at most so many breaks in all; may be assumed.
  // REQUIRES: breaks >= least_breaks(), and below the known ones.
  Literal AtMost(int breaks) const;
  // The sum of what each day has at least.
  int least_breaks() const { return least_breaks_; }

  // REQUIRES: the solver's last answer about this formula was kSatisfiable.
  Schedule Read(const SatSolver& solver) const;

 private:
  void AddMeetings(const SessionProblem& problem, const MeetingDomains& domains);
  void AddTables(const SessionProblem& problem);
  void AddLimits(const SessionProblem& problem);
  // Of these meetings at most so many in the slot.
  void AddMost(const SessionProblem& problem, const std::vector<std::size_t>& meetings,
               std::size_t slot, int most);
  // A literal that holds where one of them does.
  Literal AddAny(std::vector<Literal> literals);
  void AddParity(const SessionProblem& problem);
  void AddOrder(const SessionProblem& problem, const MeetingDomains& domains);
  void AddFairness(const BreakLimits& limits, int most_difference);
  void AddTotal(const std::vector<DayBounds>& days, std::optional<int> known_breaks);

  Cnf cnf_;
  std::vector<std::vector<Literal>> at_;  // [meeting][slot]
  std::vector<DayEncoding> days_;
  std::vector<Literal> total_;  // [k]: more than least_breaks_ + k breaks.
  int least_breaks_ = 0;
};

}  // namespace counterpoint::matching
