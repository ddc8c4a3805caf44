// Slots of a session as they are typed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "counterpoint/v1/session.pb.h"

namespace counterpoint::cli {

// "09:00" as minutes of the day; nothing for anything else.
std::optional<int> ParseTimeOfDay(const std::string& typed);

// The names of the slots that a text means, in order: a slot by its name
// ("2027-03-02T09:00"), or all slots of which a part lies in a range of one day
// ("2027-03-02T09:00-11:00"), of every day ("09:00-11:00"), or in a whole day
// ("2027-03-02"). INVALID_ARGUMENT for another form, and where no slot is meant.
absl::StatusOr<std::vector<std::string>> SlotsOf(const v1::Session& session,
                                                 const std::string& typed);

// The same for several texts, each slot once, in order of the session.
absl::StatusOr<std::vector<std::string>> SlotsOf(const v1::Session& session,
                                                 const std::vector<std::string>& typed);

}  // namespace counterpoint::cli
