#include "service/configuration/duration_text.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace counterpoint::service {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

}  // namespace

std::optional<absl::Duration> ParseDurationText(absl::string_view text) {
  absl::Duration duration;
  std::int64_t days = 0;
  if (absl::ConsumeSuffix(&text, "d")) {
    if (!absl::SimpleAtoi(text, &days)) return std::nullopt;
    duration = kDay * days;
  } else if (!absl::ParseDuration(text, &duration)) {
    return std::nullopt;
  }
  if (duration < absl::ZeroDuration() || duration == absl::InfiniteDuration()) return std::nullopt;
  return duration;
}

std::string FormatDurationText(absl::Duration duration) {
  const bool is_days = duration > absl::ZeroDuration() && duration % kDay == absl::ZeroDuration();
  if (is_days) return absl::StrCat(duration / kDay, "d");
  // Zero is "0" there.
  return duration == absl::ZeroDuration() ? "0s" : absl::FormatDuration(duration);
}

}  // namespace counterpoint::service
