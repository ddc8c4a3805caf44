// Which entries of a list have passed one another by themselves.
#pragma once

#include <limits>

#include "absl/types/span.h"

namespace counterpoint::service {

// Where a partner stood in a list, and where it stands in a newer one.
struct Standing {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

  int old_place = 0;  // From 1; 0: it was not listed, so its score is not known.
  int new_place = 0;
  double old_score = kUnknown;
  double new_score = kUnknown;
  // Something has happened to it (it came, went, was changed, is pinned now), which is
  // why others may have passed it, or it them.
  bool is_disturbed = false;
};

// Whether `entry` has passed, or was passed by, another one that is not disturbed
// either, and its own score is why: it has changed in that direction, and the other's
// alone would not have brought this about. Whoever is not listed stands after the last
// place. An entry that others push down, or that moves up where others leave, passes
// nobody, however its score and theirs may have drifted together. The answer of two
// scores that only together suffice is yes for both. O(others).
bool HasMovedByItself(const Standing& entry, absl::Span<const Standing> others);

}  // namespace counterpoint::service
