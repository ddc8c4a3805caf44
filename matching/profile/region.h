// Region codes: a country, deeper levels after hyphens ("CN-SH-XUHUI").
#pragma once

#include "absl/strings/string_view.h"

namespace counterpoint::matching {

// True where `narrow` is `broad` or lies within it: "CN" covers "CN-SH".
bool RegionCovers(absl::string_view broad, absl::string_view narrow);

// How near two regions are: 1 where one covers the other, 0.5 within one
// country, else 0. 0.5 where one is not known (empty).
double RegionNearness(absl::string_view a, absl::string_view b);

}  // namespace counterpoint::matching
