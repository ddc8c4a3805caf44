// Durations as they are written in configurations and on command lines.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace counterpoint::service {

// "300ms", "90s", "10m", "24h", "1h30m", and whole days, "90d". Nothing where it is no
// finite duration of at least 0.
std::optional<absl::Duration> ParseDurationText(absl::string_view text);

// The shortest such text; in days where it is a whole number of them.
std::string FormatDurationText(absl::Duration duration);

}  // namespace counterpoint::service
