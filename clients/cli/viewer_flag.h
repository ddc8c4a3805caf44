// For whom a command asks, where listings are confidential.
#pragma once

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "clients/cli/session.h"

namespace counterpoint::cli {

void AddViewer(CLI::App* command, std::string* viewer);

// The full name of the member; empty where the flag was not given. Errors: as
// Session::Member().
absl::StatusOr<std::string> ViewerName(const Session& session, const std::string& viewer);

}  // namespace counterpoint::cli
