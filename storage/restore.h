// A store made from a backup, beside what store.h has.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace counterpoint::storage {

// As RestoreBackup, where `path` may be a store that no process has open: it is then
// renamed to "<path>.before-restore", which must not exist, once the copy has been
// verified and opened; before that it is not touched. A process that is killed between
// the two renames leaves the copy as "<path>.partial". Errors: as RestoreBackup,
// UNAVAILABLE (the store is open).
absl::Status RestoreBackupOver(const std::string& directory, const std::string& path);

// Where RestoreBackupOver puts what was there.
std::string PathBeforeRestore(const std::string& path);

}  // namespace counterpoint::storage
