#include "service/command_line/duration_argument.h"

#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace counterpoint::command_line {
namespace {

std::optional<absl::Duration> Parse(absl::string_view text) {
  absl::Duration duration;
  int days = 0;
  if (absl::ConsumeSuffix(&text, "d")) {
    if (!absl::SimpleAtoi(text, &days)) return std::nullopt;
    duration = absl::Hours(24) * days;
  } else if (!absl::ParseDuration(text, &duration)) {
    return std::nullopt;
  }
  if (duration < absl::ZeroDuration()) return std::nullopt;
  return duration;
}

}  // namespace

std::string ValidateDuration(const std::string& text) {
  return Parse(text) ? "" : "not a duration such as 90s, 10m, 24h or 90d: " + text;
}

absl::Duration DurationOf(const std::string& text) { return *Parse(text); }

}  // namespace counterpoint::command_line
