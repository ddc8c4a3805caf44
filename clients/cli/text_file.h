// Files that are read as a whole.
#pragma once

#include <istream>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace counterpoint::cli {

// The content of a file; "-" is `standard_input`. A usage error where it
// cannot be read.
absl::StatusOr<std::string> ReadTextFile(const std::string& path, std::istream& standard_input);

// A message from a JSON file; "-" is `standard_input`. Usage errors name the file.
absl::Status ReadMessageFile(const std::string& path, std::istream& standard_input,
                             google::protobuf::Message* message);

}  // namespace counterpoint::cli
