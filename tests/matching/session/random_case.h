// Cases of sessions small enough to try everything.
#pragma once

#include <cstdint>
#include <vector>

#include "matching/session/session_case.h"
#include "matching/session/session_plan.h"

namespace counterpoint::matching {

// Numbers from 0 to below `end`, the same with every compiler.
class SmallRandom {
 public:
  explicit SmallRandom(std::uint64_t seed) : state_(seed) {}
  int Below(int end);
  bool OneIn(int n) { return Below(n) == 0; }

 private:
  std::uint64_t state_;
};

// So many participants, slots and tables, all available, open and without
// features, and no pairs.
SessionCase OpenCase(std::size_t participants, int slots, std::size_t tables);

// Adds a pair that may meet in any slot.
SessionPair& AddPair(SessionCase& session, std::size_t first, std::size_t second,
                     double score = 0.5);

// A random case with up to 6 participants, 5 slots, 3 tables and 9 pairs, of one
// or two days, with rules of every kind.
SessionCase RandomCase(SmallRandom& random);

// A schedule of some of the pairs in which nobody is twice in a slot, at tables
// picked at random, right or not.
std::vector<PlacedMeeting> RandomMeetings(const SessionCase& session, SmallRandom& random);

}  // namespace counterpoint::matching
