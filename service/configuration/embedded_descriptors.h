// The declarations of the configuration with their comments, as they were built in.
#pragma once

#include "absl/strings/string_view.h"

namespace counterpoint::service {

// A google.protobuf.FileDescriptorSet with source locations.
absl::string_view EmbeddedDescriptors();

}  // namespace counterpoint::service
