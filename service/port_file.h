// Tells other programs which port a server has taken.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace counterpoint::service {

// Writes the port and a line feed. A reader sees the whole file or none. The
// error is that of the file system.
absl::Status WritePortFile(const std::string& path, int port);

}  // namespace counterpoint::service
