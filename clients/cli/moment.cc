#include "clients/cli/moment.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace counterpoint::cli {
namespace {

// What a Timestamp can say; the parsers take years beyond, and "infinite-future".
bool IsTimestamp(absl::Time time) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  return time >= absl::FromCivil(absl::CivilDay(1, 1, 1), utc) &&
         time < absl::FromCivil(absl::CivilDay(10'000, 1, 1), utc);
}

}  // namespace

absl::StatusOr<google::protobuf::Timestamp> ParseMoment(const std::string& typed) {
  absl::Time time;
  absl::CivilDay day;
  std::string error;
  bool is_time = true;
  if (absl::ParseCivilTime(typed, &day)) {
    time = absl::FromCivil(day, absl::UTCTimeZone());
  } else {
    is_time = absl::ParseTime(absl::RFC3339_full, typed, &time, &error);
  }
  if (!is_time || !IsTimestamp(time)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", typed, "\" is no time; write 2026-01-31 or 2026-01-31T09:30:00+08:00"));
  }
  google::protobuf::Timestamp moment;
  moment.set_seconds(absl::ToUnixSeconds(time));
  moment.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(moment.seconds()))));
  return moment;
}

}  // namespace counterpoint::cli
