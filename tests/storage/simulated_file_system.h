// A simulated disk as RocksDB sees it.
#pragma once

#include <memory>

#include "rocksdb/file_system.h"
#include "tests/storage/disk_state.h"

namespace counterpoint::storage {

// Files, directories and names of the disk. Thread-safe.
std::shared_ptr<rocksdb::FileSystem> NewSimulatedFileSystem(std::shared_ptr<DiskState> state);

}  // namespace counterpoint::storage
