// What is to be planned: the meetings of a session, and the rules for placing
// them. Who meets whom is settled before (meeting_choice.h).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

// Participants, meetings and slots are named by their positions, from 0.
struct Participant {
  SlotSet available;
  // Slots that it would rather meet in, a wish that never costs a break; empty
  // where it has none.
  SlotSet liked{};
};

struct Meeting {
  std::size_t first = 0;   // Participant.
  std::size_t second = 0;  // Another one.
  // Slots where the meeting may be: the whole session, its morning, what the
  // two agreed on. Their availability counts in any case.
  SlotSet window;
  std::optional<int> fixed;        // The slot where it must be.
  std::vector<std::size_t> after;  // Meetings that have to be in earlier slots.
};

// Some of the meetings, of which only so many can be at the same time: those
// that need a screen, the rooms with a screen. Where tables differ, the limits of
// all unions of their kinds together say that there is a table for each meeting
// (Hall 1935).
struct MeetingLimit {
  std::vector<std::size_t> meetings;  // Each once, in order.
  std::vector<int> most;              // For each slot.
};

// A break of a participant is a run of idle slots, of any length, between two
// of its meetings of one day. What a rule compares between participants is their
// breaks, or the breaks beyond what the participant's availability alone forces
// on it: with n meetings and, day by day, the runs of slots where it is available
// and there are tables, the fewest breaks of any choice of runs that hold n
// slots. So the longest run of each day costs nothing, and of the others, the
// longest first, each costs a break. One without meetings has no breaks.
enum class BreakFairness {
  kOff,
  kBreaks,
  kBreaksBeyondForced,
};

struct BreakRule {
  BreakFairness fairness = BreakFairness::kOff;
  int most_difference = 2;  // Between any two participants, at least 0.
};

struct SessionProblem {
  // Meetings that can be at the same time, for each slot in the order of time;
  // 0 where nobody meets. At most SlotSet::kMost slots.
  std::vector<int> tables;
  // The first slot of each day, from 0 upwards; all slots are one day where empty.
  std::vector<int> days{};
  std::vector<Participant> participants;
  std::vector<Meeting> meetings;
  std::vector<MeetingLimit> limits{};
  BreakRule breaks;

  int slots() const { return static_cast<int>(tables.size()); }
};

// Something that makes a problem no problem at all.
struct ProblemFault {
  std::string field;    // "meetings[3].after[0]"
  std::string message;  // "names meeting 9, of 9 meetings"
};

// All faults, in the order of the fields; empty where the problem can be given
// to a planner. A problem that is well formed but has no solution has no fault.
std::vector<ProblemFault> FindFaults(const SessionProblem& problem);

// The first slot of each day, slot 0 among them. REQUIRES: no faults.
SlotSet DayStarts(const SessionProblem& problem);

// The meetings of each participant, in their order. REQUIRES: no faults.
std::vector<std::vector<std::size_t>> MeetingsOfParticipants(const SessionProblem& problem);

}  // namespace counterpoint::matching
