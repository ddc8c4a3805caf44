// Messages as proto JSON.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace counterpoint::cli {

// On one line, or indented. Stable: fields by number, map entries by key, so
// that equal messages give equal text.
std::string ToJson(const google::protobuf::Message& message, bool indented);

// INVALID_ARGUMENT for anything that is no JSON of such a message, unknown
// fields included.
absl::Status FromJson(const std::string& json, google::protobuf::Message* message);

}  // namespace counterpoint::cli
