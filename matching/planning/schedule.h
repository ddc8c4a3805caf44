// An answer to a session problem: where each meeting is.
#pragma once

#include <vector>

namespace counterpoint::matching {

inline constexpr int kUnplaced = -1;

struct Schedule {
  // The slot of each meeting, or kUnplaced.
  std::vector<int> slots;

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

}  // namespace counterpoint::matching
