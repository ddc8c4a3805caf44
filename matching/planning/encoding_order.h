// The order in which a session's participants and meetings go into a formula.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/schedule.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

// Participants with more meetings first, equals as they come; meetings by the
// earlier, then by the later of their two participants. Sums in the formula then
// join alike days, and the solver begins with the busiest; the order in which a
// session happens to be written down matters little.
class EncodingOrder {
 public:
  explicit EncodingOrder(const SessionProblem& problem);

  SessionProblem Ordered(const SessionProblem& problem) const;
  Schedule Ordered(const Schedule& schedule) const;
  // The inverse.
  Schedule Restored(const Schedule& schedule) const;

 private:
  std::vector<std::size_t> participants_;  // In order.
  std::vector<std::size_t> meetings_;
};

}  // namespace counterpoint::matching
