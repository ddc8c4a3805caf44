// Times as they are typed.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/timestamp.pb.h"

namespace counterpoint::cli {

// A time of RFC 3339 ("2026-01-31T09:30:00+08:00") or a day ("2026-01-31",
// which is its first moment in UTC), of the years 1 to 9999. INVALID_ARGUMENT for
// anything else.
absl::StatusOr<google::protobuf::Timestamp> ParseMoment(const std::string& typed);

}  // namespace counterpoint::cli
