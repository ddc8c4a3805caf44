// Names of files on disk.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "rocksdb/env.h"

namespace counterpoint::storage {

// The directory that a path is in.
std::string ParentOf(const std::string& path);

// Makes sure that what is in a directory, or no longer, is so after a power cut
// too. Errors: as FromRocksDb.
absl::Status SyncDirectory(rocksdb::Env& env, const std::string& path);

}  // namespace counterpoint::storage
