// Compression of bodies, by zlib.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace counterpoint::service::gateway {

// At the given level, 1 (quick) to 9 (small).
std::string Gzip(absl::string_view bytes, int level);
// Errors: INVALID_ARGUMENT where it is no gzip, RESOURCE_EXHAUSTED where more than
// `most_bytes` come out of it.
absl::StatusOr<std::string> Gunzip(absl::string_view bytes, std::size_t most_bytes);

}  // namespace counterpoint::service::gateway
