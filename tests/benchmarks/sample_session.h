// Sessions of any size for the benchmarks.
#pragma once

#include <cstdint>

#include "matching/planning/session_problem.h"

namespace counterpoint::benchmarks {

struct SessionShape {
  int participants = 120;
  int meetings = 400;
  int slots = 20;
  int tables = 36;
  double unavailable = 0.15;  // Share of the slots of each participant.
  int days = 1;               // Of about equally many slots.
  // Share of the meetings under a limit, which has room for a quarter more.
  double limited = 0;
  // Share of the participants that like the first or the second half of each day.
  double wishful = 0;
};

// A random session in which no participant has more meetings than slots; equal
// shapes and seeds give equal sessions. No two meet twice, and breaks are not
// compared between participants.
matching::SessionProblem MakeSession(const SessionShape& shape, std::uint64_t seed);

}  // namespace counterpoint::benchmarks
