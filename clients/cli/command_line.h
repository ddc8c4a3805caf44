// The `counterpoint` command line as a function.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/diagnostics.h"
#include "clients/cli/session.h"

namespace counterpoint::cli {

// Runs one command line; `arguments` are those behind the program's name.
// Everything that is said goes to the streams of `terminal`. Reads the
// variables COUNTERPOINT_SERVER, COUNTERPOINT_ALLIANCE, NO_COLOR, LC_ALL,
// LC_MESSAGES and LANG.
ExitCode RunCommandLine(std::vector<std::string> arguments, const Terminal& terminal);

}  // namespace counterpoint::cli
