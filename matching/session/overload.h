// Demands of a session that nobody can meet, whatever is chosen and placed.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/slot_set.h"
#include "matching/session/session_case.h"

namespace counterpoint::matching {

struct Overload {
  enum class Kind {
    // `participant` must meet `wanted` others and may have `room` meetings.
    kMustOverMost,
    // `participant` must meet in `pairs`, of which `room` have a place in `slots`,
    // all that these pairs have between them.
    kMustOverSlots,
    // The session has `wanted` pairs that must meet and, over all slots, `room`
    // tables.
    kMustOverTables,
    // `participant` should have `wanted` meetings; `room` pairs may meet and have a
    // slot and a table at all.
    kLeastOverPairs,
    // `participant` should have `wanted` meetings; `room` have a place in `slots`,
    // all that its pairs have between them.
    kLeastOverSlots,
    // What all should have comes to `wanted` meetings; over all slots there are
    // `room` tables.
    kLeastOverTables,
  };
  Kind kind{};
  std::size_t participant = 0;
  int wanted = 0;
  int room = 0;
  std::vector<std::size_t> pairs{};
  SlotSet slots{};

  friend bool operator==(const Overload&, const Overload&) = default;
};

// By kind, then by participant. Empty says nothing: demands of several
// participants may still exclude each other. Pairs that must meet and have no slot
// at all are not counted; their UnplacedReason says why. REQUIRES: no faults.
std::vector<Overload> FindOverloads(const SessionCase& session);

}  // namespace counterpoint::matching
