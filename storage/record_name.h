// How messages name a record.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "storage/record.h"

namespace counterpoint::storage {

// E.g. `member "m1" of alliance "a"`.
std::string RecordName(absl::string_view alliance, Collection collection, absl::string_view id);

}  // namespace counterpoint::storage
