// Days and times of sessions as they are written.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace counterpoint::conversion {

// "2027-03-02", of the years 1970 to 2200; nothing where it has another form or
// there is no such day.
std::optional<absl::CivilDay> ParseDate(absl::string_view text);
std::string FormatDate(absl::CivilDay day);

// "09:00" as minutes of the day, 0 to 1,439; nothing where it has another form.
std::optional<int> ParseTimeOfDay(absl::string_view text);

// A zone of the IANA database by its name; nothing where there is none.
std::optional<absl::TimeZone> FindTimeZone(absl::string_view name);

// The name of the slot, "2027-03-02T09:00", so many days later; as it is where
// it is no such name.
std::string MovedSlotName(absl::string_view slot, absl::civil_diff_t days);

}  // namespace counterpoint::conversion
