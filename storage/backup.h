// Copies of a whole store. The functions for callers are in store.h and
// backup_folder.h.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/backup_manifest.h"
#include "storage/backup_options.h"
#include "storage/database.h"
#include "storage/file_copy.h"

namespace counterpoint::storage {

// As Store::Backup. Errors: ALREADY_EXISTS, NOT_FOUND (no parent directory),
// RESOURCE_EXHAUSTED, PERMISSION_DENIED, UNAVAILABLE, CANCELLED (by the progress).
// Nothing is left behind on an error.
absl::Status WriteBackup(Database& database, const std::function<absl::Time()>& clock,
                         const std::string& directory, const BackupOptions& options);

// Errors: NOT_FOUND (no backup), DATA_LOSS, FAILED_PRECONDITION (of a newer program).
absl::StatusOr<BackupManifest> ReadBackupManifest(rocksdb::Env& env, const std::string& directory);

// Checks all files of a backup. Errors: as ReadBackupManifest(), DATA_LOSS naming the first
// file that differs, CANCELLED.
absl::Status CheckBackup(rocksdb::Env& env, const std::string& directory, ReadProgress progress);

// Checks a file of the backup, and copies it unless `copy` is empty. Errors: DATA_LOSS
// that names it, and as ReadAndCopy().
absl::Status CheckBackupFile(rocksdb::Env& env, const std::string& directory,
                             const BackupFile& wanted, const std::string& copy,
                             ReadProgress progress);

}  // namespace counterpoint::storage
