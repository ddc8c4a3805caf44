// The flag --locate-evidence of commands that list matches.
#pragma once

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "clients/cli/session.h"

namespace counterpoint::cli {

void DeclareLocateEvidence(CLI::App* command, bool* flag);

// A usage error where the flag is given and the output is a table, which has
// no room for places.
absl::Status CheckLocateEvidence(const Session& session, bool flag);

}  // namespace counterpoint::cli
