// Copies of a whole store. The functions for callers are in store.h.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "storage/database.h"

namespace counterpoint::storage {

// As Store::Backup. Errors: ALREADY_EXISTS, NOT_FOUND (no parent directory),
// RESOURCE_EXHAUSTED, PERMISSION_DENIED, UNAVAILABLE. Nothing is left behind on
// an error.
absl::Status WriteBackup(Database& database, const std::string& directory);

}  // namespace counterpoint::storage
