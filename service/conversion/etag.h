// The opaque text that stands for a revision of a resource.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::conversion {

// REQUIRES: revision >= 0.
std::string EtagOf(std::int64_t revision);

// The revision that the etag stands for; nothing where it is no etag that this
// service has given. Such a one is never the present one.
std::optional<std::int64_t> RevisionOf(absl::string_view etag);

}  // namespace counterpoint::conversion
