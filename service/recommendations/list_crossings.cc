#include "service/recommendations/list_crossings.h"

#include <algorithm>

namespace counterpoint::service {
namespace {

int PlaceOf(int place) { return place == 0 ? std::numeric_limits<int>::max() : place; }

// Of two that have passed each other. A score that is not known compares false, and so
// decides nothing.
bool HasFallen(const Standing& upper, const Standing& lower) {
  return !(upper.new_score >= upper.old_score) &&
         (lower.new_score <= upper.old_score || upper.new_score < lower.old_score);
}

bool HasRisen(const Standing& lower, const Standing& upper) {
  return !(lower.new_score <= lower.old_score) &&
         (lower.new_score > upper.old_score || upper.new_score >= lower.old_score);
}

}  // namespace

bool HasMovedByItself(const Standing& entry, absl::Span<const Standing> others) {
  const int before = PlaceOf(entry.old_place);
  const int after = PlaceOf(entry.new_place);
  return std::any_of(others.begin(), others.end(), [&](const Standing& other) {
    if (other.is_disturbed) return false;
    const int other_before = PlaceOf(other.old_place);
    const int other_after = PlaceOf(other.new_place);
    if (before < other_before && after > other_after) return HasFallen(entry, other);
    return before > other_before && after < other_after && HasRisen(entry, other);
  });
}

}  // namespace counterpoint::service
