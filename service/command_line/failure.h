// How a command says that it failed.
#pragma once

#include "absl/status/status.h"

namespace counterpoint::command_line {

// Prints one line that says what is wrong and, where it is known, what to do. The
// exit code.
int Fail(const absl::Status& status);

}  // namespace counterpoint::command_line
