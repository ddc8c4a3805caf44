#include "clients/cli/moment.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace counterpoint::cli {

absl::StatusOr<google::protobuf::Timestamp> ParseMoment(const std::string& typed) {
  absl::Time time;
  absl::CivilDay day;
  std::string error;
  if (absl::ParseCivilTime(typed, &day)) {
    time = absl::FromCivil(day, absl::UTCTimeZone());
  } else if (!absl::ParseTime(absl::RFC3339_full, typed, &time, &error)) {
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
