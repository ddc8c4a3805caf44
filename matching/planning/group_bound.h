// A lower bound on the breaks of sessions of any size.
//
// Participants are put into groups of those who meet each other. A group with all
// of its meetings, and nothing else of the session (partial_session.h), is a small
// problem, of which a SAT solver is asked for schedules with ever more breaks,
// from the sum of what each day has at the least. No participant is in two
// groups, so the groups' bounds add up.
//
// What it finds are days that can be good one by one but not together; it leaves
// out how groups disturb each other. Greater groups see more and take longer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "matching/planning/day_bounds.h"
#include "matching/planning/meeting_domains.h"
#include "matching/planning/search_control.h"
#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

struct GroupBoundOptions {
  int seed = 1;
  std::size_t group_size = 100;  // Participants, at least 1.
  std::int64_t most_conflicts_a_group = 20'000;
  // Groups are shared out between two threads; the bound is the same.
  bool two_threads = false;
};

struct GroupBound {
  // No schedule that places every meeting has fewer breaks. At least the sum of
  // the days' least; just that for groups that were not come to.
  int breaks = 0;
  std::int64_t conflicts = 0;
};

// Equal problems and options give equal bounds, unless stopped. REQUIRES: domains
// without dead ends, and the days that FindDayBounds makes of them.
GroupBound BoundByGroups(const SessionProblem& problem, const MeetingDomains& domains,
                         const std::vector<DayBounds>& days, const GroupBoundOptions& options,
                         const SearchControl& control);

// Groups of so many, each grown from the participant with the most partners left
// by whoever has the most meetings with it (the more meetings of its own, the
// earlier; then the lower position). Every participant that has meetings is in
// one; in the last there may be fewer.
std::vector<std::vector<std::size_t>> GroupsOfPartners(const SessionProblem& problem,
                                                       std::size_t group_size);

}  // namespace counterpoint::matching
