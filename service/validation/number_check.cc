#include "service/validation/number_check.h"

#include "absl/strings/str_cat.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::validation {
namespace {

// Keeps the sum of weights far from infinity.
constexpr double kLargestWeight = 1'000'000;

}  // namespace

void CheckInRange(const FieldPath& path, std::int64_t value, std::int64_t min, std::int64_t max,
                  Violations& violations) {
  if (value >= min && value <= max) return;
  violations.Add(path, absl::StrCat("is ", value, "; must be ", min, " to ", max));
}

void CheckNotNegative(const FieldPath& path, std::int64_t value, Violations& violations) {
  if (value < 0) violations.Add(path, absl::StrCat("is ", value, "; must not be negative"));
}

void CheckShare(const FieldPath& path, double value, Violations& violations) {
  if (value >= 0 && value <= 1) return;
  violations.Add(path, absl::StrCat("is ", value, "; must be 0 to 1"));
}

void CheckWeight(const FieldPath& path, double value, Violations& violations) {
  if (value >= 0 && value <= kLargestWeight) return;
  violations.Add(path, absl::StrCat("is ", value, "; must be 0 to ", kLargestWeight));
}

void CheckPageSize(std::int32_t page_size, std::int32_t most, Violations& violations) {
  if (page_size >= 0 && page_size <= most) return;
  violations.Add(FieldPath("page_size"),
                 absl::StrCat("is ", page_size, "; must be 1 to ", most, ", or 0 for the default"));
}

void CheckTimestamp(const FieldPath& path, const google::protobuf::Timestamp& timestamp,
                    Violations& violations) {
  if (conversion::IsValid(timestamp)) return;
  violations.Add(path, "must lie in the years 1 to 9999, with 0 to 999,999,999 nanoseconds");
}

void CheckDuration(const FieldPath& path, const google::protobuf::Duration& duration,
                   absl::Duration most, Violations& violations) {
  if (conversion::IsValid(duration)) {
    const absl::Duration value = conversion::ToDuration(duration);
    if (value >= absl::ZeroDuration() && value <= most) return;
  }
  violations.Add(path, absl::StrCat("must be 0 to ", absl::FormatDuration(most)));
}

}  // namespace counterpoint::validation
