// Names in a command about the day of a session.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/session.h"

namespace counterpoint::cli {

// A session, and the alliance that its members are of.
struct SessionDayNames {
  std::string session;   // `alliances/{alliance}/sessions/{session}`.
  std::string alliance;  // `alliances/{alliance}`.

  std::string Member(const std::string& typed) const;
  // Of a number or a full name.
  std::string Plan(const std::string& typed) const;
};

// Of an id, which needs --alliance, or a full name. Errors: those of
// Session::Alliance(), and a usage error for a name of another form.
absl::StatusOr<SessionDayNames> NamesOfDay(const Session& session, const std::string& typed);

}  // namespace counterpoint::cli
