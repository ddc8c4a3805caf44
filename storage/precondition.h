// Whether a write may take place.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/record.h"

namespace counterpoint::storage {

// `present` is the record as it is, nullopt where there is none. Errors: as
// Store::Commit, naming the record.
absl::Status CheckPrecondition(absl::string_view alliance, const Write& write,
                               const std::optional<Record>& present);

}  // namespace counterpoint::storage
