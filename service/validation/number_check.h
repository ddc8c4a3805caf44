// Numbers and times.
#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void CheckInRange(const FieldPath& path, std::int64_t value, std::int64_t min, std::int64_t max,
                  Violations& violations);

// 0 or more.
void CheckNotNegative(const FieldPath& path, std::int64_t value, Violations& violations);

// 0 to 1; not a number is outside.
void CheckShare(const FieldPath& path, double value, Violations& violations);

// 0 to 1,000,000; not a number is outside.
void CheckWeight(const FieldPath& path, double value, Violations& violations);

// 0, for the default, to `most`.
void CheckPageSize(std::int32_t page_size, std::int32_t most, Violations& violations);

// In the range of a timestamp.
void CheckTimestamp(const FieldPath& path, const google::protobuf::Timestamp& timestamp,
                    Violations& violations);

// 0 to `most`.
void CheckDuration(const FieldPath& path, const google::protobuf::Duration& duration,
                   absl::Duration most, Violations& violations);

}  // namespace counterpoint::validation
