// Smaller problems made of a session, each a session problem of its own, so that
// what plans sessions plans them too.
//
// A partner whose day is of no interest is replaced by stand-ins, one for each of
// its meetings; one with a single meeting has no breaks.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/schedule.h"
#include "matching/planning/session_problem.h"
#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

struct PartialSession {
  SessionProblem problem;
  // Where its first participants come from; stand-ins follow.
  std::vector<std::size_t> participants;
  // Where its first meetings come from.
  std::vector<std::size_t> meetings;
};

// All meetings of the participants named, each within its domain, with nothing
// else to keep: neither tables and limits nor order nor fairness. Whatever these
// participants do in a schedule of the session, they can do here, so their fewest
// breaks bound those in the session from below.
PartialSession GroupOf(const SessionProblem& problem, const std::vector<SlotSet>& domains,
                       const std::vector<std::size_t>& group);

// Some meetings freed from their slots, all others stay. Its schedules are those
// of the session that differ from `schedule` in the freed meetings alone; fairness
// is left to the caller. Participants with the most freed meetings come first.
// REQUIRES: the schedule places every meeting and keeps domains, order, tables and
// limits; `freed` names each meeting once.
PartialSession FreedFrom(const SessionProblem& problem, const std::vector<SlotSet>& domains,
                         const Schedule& schedule, const std::vector<std::size_t>& freed);

}  // namespace counterpoint::matching
