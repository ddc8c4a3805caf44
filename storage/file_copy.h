// Files of backups: read, copied and compared by digest.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/env.h"
#include "storage/backup_manifest.h"

namespace counterpoint::storage {

// Told how many bytes more have been read; false ends the reading with CANCELLED.
using ReadProgress = absl::FunctionRef<bool(std::uint64_t bytes)>;

struct FileReading {
  std::string path;
  // What it is called in the manifest.
  std::string name;
  // Where to write what is read, and to sync it; empty: nowhere.
  std::string copy;
  // Bytes to read of the front: the rest is of a later moment.
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
};

// Reads a file once, for its size and digest. Errors: as FromRocksDb, CANCELLED.
absl::StatusOr<BackupFile> ReadAndCopy(rocksdb::Env& env, const FileReading& reading,
                                       ReadProgress progress);

// Names of what is in a directory, in order. Errors: as FromRocksDb.
absl::StatusOr<std::vector<std::string>> ListFiles(rocksdb::Env& env, const std::string& directory);

// ALREADY_EXISTS where there is something of this name; and as FromRocksDb.
absl::Status CheckFree(rocksdb::Env& env, const std::string& path);

// Removes a directory of files, itself too. Errors: as FromRocksDb.
absl::Status RemoveDirectory(rocksdb::Env& env, const std::string& path);

}  // namespace counterpoint::storage
