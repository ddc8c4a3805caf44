// Times between the API's messages and the rest of the program.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace counterpoint::conversion {

// True for 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z with 0 to
// 999,999,999 nanoseconds.
bool IsValid(const google::protobuf::Timestamp& timestamp);

// REQUIRES: IsValid(timestamp).
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

// Cut to whole nanoseconds; times out of the range of a timestamp become its
// nearest end.
google::protobuf::Timestamp ToTimestamp(absl::Time time);

// True for up to 10,000 years either way, with nanoseconds of the same sign.
bool IsValid(const google::protobuf::Duration& duration);

// REQUIRES: IsValid(duration).
absl::Duration ToDuration(const google::protobuf::Duration& duration);

}  // namespace counterpoint::conversion
