// What a plan of a session says. Pairs, participants, slots and tables are named
// by their positions in the SessionCase.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "matching/planning/planner.h"
#include "matching/session/session_case.h"

namespace counterpoint::matching {

struct PlacedMeeting {
  std::size_t pair = 0;
  int slot = 0;
  std::size_t table = 0;

  friend bool operator==(const PlacedMeeting&, const PlacedMeeting&) = default;
};

// Why a chosen pair has no slot: what stands against each slot of the session.
// The first that applies counts, in this order, so the numbers add up to the
// slots of the session.
struct UnplacedReason {
  int outside_window = 0;  // Or not where it is fixed.
  int first_away = 0;
  int second_away = 0;  // And the first is there.
  int first_busy = 0;
  int second_busy = 0;
  int no_table = 0;     // None is free that has what the pair needs.
  int wrong_order = 0;  // With meetings that have to be earlier or later.
  int open = 0;         // Free, but fairness of breaks left it out.

  friend bool operator==(const UnplacedReason&, const UnplacedReason&) = default;
};

struct UnplacedMeeting {
  std::size_t pair = 0;
  UnplacedReason reason;

  friend bool operator==(const UnplacedMeeting&, const UnplacedMeeting&) = default;
};

}  // namespace counterpoint::matching
