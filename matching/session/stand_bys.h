// Who could take a seat that has become free.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/session/session_case.h"
#include "matching/session/session_plan.h"

namespace counterpoint::matching {

// Two participants that are both free in a slot where a table is free that suits
// them, may meet and have not, and may have one meeting more: a stand-by for a
// meeting that has been lost there.
struct StandBy {
  std::size_t pair = 0;
  int slot = 0;
  std::size_t table = 0;

  friend bool operator==(const StandBy&, const StandBy&) = default;
};

// The best by score, and of equals the first pair, for each participant of each
// of the `lost` meetings, each once. Each is possible by itself, beside the
// meetings that take place; two of them may want the same person or table. By
// slot, then by pair.
std::vector<StandBy> FindStandBys(const SessionCase& session,
                                  const std::vector<PlacedMeeting>& meetings,
                                  const std::vector<PlacedMeeting>& lost);

}  // namespace counterpoint::matching
