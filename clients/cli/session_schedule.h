// The slots of a session out of a few numbers.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "counterpoint/v1/session.pb.h"

namespace counterpoint::cli {

// What is the same on all days.
struct DaySchedule {
  std::string from = "09:00";
  std::string until = "17:00";
  int length = 20;  // Minutes of a slot.
  int move = 5;     // Minutes between slots.
  // "12:00-13:00".
  std::vector<std::string> pauses = {};
};

// Replaces the days of the session by these: slots one after the other from the
// beginning of the day, none reaching into a pause or past the end. A usage error
// names the flag that cannot be read, or that leaves no room for a slot.
absl::Status FillDays(const std::vector<std::string>& dates, const DaySchedule& schedule,
                      v1::Session* session);

// Replaces the tables of the session by `count` of them, "t1", "t2", ..., with the
// features that `features` give them: "t1=screen,remote-link". A usage error for
// one that names no such table.
absl::Status FillTables(int count, const std::vector<std::string>& features, v1::Session* session);

}  // namespace counterpoint::cli
