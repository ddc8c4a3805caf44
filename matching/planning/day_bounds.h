// What one participant's day can look like: how many of its meetings lie before
// each slot, and how few or many breaks it can have. Of a session of several days
// its "day" is all of them, one after the other, with no break between them.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/meeting_domains.h"
#include "matching/planning/session_problem.h"
#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

struct DayBounds {
  int meetings = 0;
  SlotSet starts;  // The first slot of each day, slot 0 among them.
  SlotSet usable;  // Where one of its meetings can be.
  SlotSet taken;   // Where one of its meetings must be.
  // Meetings before slot s, s from 0 to the number of slots, over all ways of
  // placing its meetings alone. Exact: from maximum matchings.
  std::vector<int> at_least;
  std::vector<int> at_most;
  // Breaks of its day, over all sets of slots within the bounds above. Every
  // schedule has at least and at most so many; the least are a sound bound, not
  // always reached (a dynamic program over slots and counts, which does not know
  // which meeting is where).
  int least_breaks = 0;
  int most_breaks = 0;
  // What its availability alone forces, as BreakFairness has it.
  int forced_breaks = 0;
};

// One for each participant. REQUIRES: domains without dead ends.
std::vector<DayBounds> FindDayBounds(const SessionProblem& problem, const MeetingDomains& domains);

// The breaks that availability forces on a participant with so many meetings,
// as BreakFairness has it. Taking the longest runs is best: a choice of runs costs
// as many breaks as it has runs beyond one a day, and any choice with so many
// holds no more slots than the longest run of each day and the longest others.
int ForcedBreaks(const SessionProblem& problem, std::size_t participant, int meetings);

}  // namespace counterpoint::matching
