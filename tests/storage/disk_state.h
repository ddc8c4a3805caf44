// What is on a simulated disk, and what becomes of each operation on it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/io_status.h"
#include "tests/storage/disk_fault.h"
#include "tests/storage/simulated_files.h"

namespace counterpoint::storage {

// EIO, as RocksDB words it.
rocksdb::IOStatus InputOutput(const std::string& path);

// All of the disk, under one lock.
class DiskState {
 public:
  enum class Operation { kRead, kWrite, kSync, kRename };

  // What becomes of an operation: nothing bad, or an error; of a `torn` write
  // half of the bytes are written nevertheless.
  struct Verdict {
    rocksdb::IOStatus status;
    bool torn = false;
  };
  Verdict Judge(Operation operation, const std::string& path) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);

  // Adds to a file what there is no fault and no lack of room for.
  rocksdb::IOStatus Append(SimulatedFile& file, const rocksdb::Slice& data, const std::string& path)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);

  mutable absl::Mutex mutex;
  SimulatedFiles files ABSL_GUARDED_BY(mutex);
  std::set<std::string> locked ABSL_GUARDED_BY(mutex);
  std::optional<Fault> fault ABSL_GUARDED_BY(mutex);
  std::optional<std::size_t> limit ABSL_GUARDED_BY(mutex);  // Bytes of all files.
  bool is_cut ABSL_GUARDED_BY(mutex) = false;
  std::int64_t failures ABSL_GUARDED_BY(mutex) = 0;

 private:
  rocksdb::IOStatus Fail(const std::string& path) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
};

}  // namespace counterpoint::storage
