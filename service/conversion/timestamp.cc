#include "service/conversion/timestamp.h"

#include <algorithm>

namespace counterpoint::conversion {
namespace {

constexpr std::int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
constexpr std::int32_t kLastNanosecond = 999'999'999;
constexpr std::int64_t kLongestSeconds = 315'576'000'000;  // 10,000 years.

}  // namespace

bool IsValid(const google::protobuf::Timestamp& timestamp) {
  return timestamp.seconds() >= kFirstSecond && timestamp.seconds() <= kLastSecond &&
         timestamp.nanos() >= 0 && timestamp.nanos() <= kLastNanosecond;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const absl::Time first = absl::FromUnixSeconds(kFirstSecond);
  const absl::Time last = absl::FromUnixSeconds(kLastSecond) + absl::Nanoseconds(kLastNanosecond);
  time = std::clamp(time, first, last);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  const absl::Duration rest = time - absl::FromUnixSeconds(timestamp.seconds());
  timestamp.set_nanos(static_cast<std::int32_t>(absl::ToInt64Nanoseconds(rest)));
  return timestamp;
}

bool IsValid(const google::protobuf::Duration& duration) {
  const std::int64_t seconds = duration.seconds();
  const std::int32_t nanos = duration.nanos();
  return seconds >= -kLongestSeconds && seconds <= kLongestSeconds && nanos >= -kLastNanosecond &&
         nanos <= kLastNanosecond && !(seconds > 0 && nanos < 0) && !(seconds < 0 && nanos > 0);
}

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

}  // namespace counterpoint::conversion
