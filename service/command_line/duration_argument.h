// Durations as they are typed.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace counterpoint::command_line {

// A CLI11 check: empty for a duration of at least 0, else what is wrong. "90s",
// "10m", "24h", and whole days, "90d".
std::string ValidateDuration(const std::string& text);

// REQUIRES: ValidateDuration() found nothing wrong.
absl::Duration DurationOf(const std::string& text);

}  // namespace counterpoint::command_line
