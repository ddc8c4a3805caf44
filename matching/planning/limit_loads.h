// How many meetings of each limit are in each slot, for a local search.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/session_problem.h"

namespace counterpoint::matching {

class LimitLoads {
 public:
  static constexpr int kNone = -1;

  explicit LimitLoads(const SessionProblem& problem);

  // Without limits nothing below has to be called: everything has room.
  bool any() const { return !limits_.empty(); }

  // Meetings that come into a slot or leave it. What is over a limit in between
  // is the caller's.
  void Add(int meeting, int slot) { AddTo(meeting, slot, 1); }
  void Remove(int meeting, int slot) { AddTo(meeting, slot, -1); }

  // Whether one more meeting, this one, keeps its limits in the slot.
  bool HasRoom(int meeting, int slot) const;
  // A meeting that is in the slot and of a limit that leaves this one no room
  // there, looking through the limit's meetings from a given place on, going
  // round; kNone where there is none. REQUIRES: `start` >= 0.
  int FindInTheWay(int meeting, int slot, int start, const std::vector<int>& slots) const;

  // Notes a meeting that is to go from one slot to another, or, negative, the
  // other way; Allows says whether all that was noted since keeps every limit, and
  // forgets it.
  void Note(int meeting, int change);
  bool Allows(int from, int to);

 private:
  static std::size_t At(int i) { return static_cast<std::size_t>(i); }
  void AddTo(int meeting, int slot, int change);
  int Room(std::size_t limit, int slot) const {
    return limits_[limit].most[At(slot)] - load_[limit][At(slot)];
  }

  const std::vector<MeetingLimit> limits_;
  std::vector<std::vector<std::size_t>> limits_of_;  // Each meeting.
  std::vector<std::vector<int>> load_;               // [limit][slot]
  std::vector<int> noted_;                           // Of each limit, from one slot to the other.
  std::vector<std::size_t> touched_;                 // Limits of noted meetings.
};

}  // namespace counterpoint::matching
