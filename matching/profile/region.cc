#include "matching/profile/region.h"

#include "absl/strings/match.h"

namespace counterpoint::matching {

bool RegionCovers(absl::string_view broad, absl::string_view narrow) {
  return absl::StartsWith(narrow, broad) &&
         (narrow.size() == broad.size() || narrow[broad.size()] == '-');
}

double RegionNearness(absl::string_view a, absl::string_view b) {
  if (a.empty() || b.empty()) return 0.5;
  if (RegionCovers(a, b) || RegionCovers(b, a)) return 1;
  return a.substr(0, a.find('-')) == b.substr(0, b.find('-')) ? 0.5 : 0;
}

}  // namespace counterpoint::matching
