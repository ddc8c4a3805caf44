// How a store is opened.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace rocksdb {
class Env;
}

namespace counterpoint::storage {

struct StoreOptions {
  // Directory of the database; created where it is missing.
  std::string path;
  // Refuse to make a new database.
  bool must_exist = false;
  // An acknowledged commit has been synced to disk. Off, a power cut (not a
  // killed process) can lose the last moments, and writes are many times
  // faster on slow disks.
  bool sync_writes = true;
  // Memory for blocks read from disk.
  std::size_t block_cache_bytes = std::size_t{256} << 20;
  // Memory for writes that are not yet in tables; their log is replayed when the
  // store is opened after a crash. At least 64 KiB are taken.
  std::size_t write_buffer_bytes = std::size_t{128} << 20;
  // While the disk has less room writes are refused and reads go on: RocksDB
  // needs room for its own, and does not get over a write that finds none.
  std::uint64_t free_space_reserve = std::uint64_t{256} << 20;  // Bytes.
  // How long a request id is remembered.
  absl::Duration request_retention = absl::Hours(24);
  // How long the change log reaches back.
  absl::Duration change_retention = absl::Hours(24 * 30);
  // How long a pinned view outlives its last use.
  absl::Duration pin_lifetime = absl::Minutes(10);
  // Views pinned at a time; beyond it the one that was used least recently goes.
  std::size_t max_pins = 1000;
  std::function<absl::Time()> clock = [] { return absl::Now(); };
  // The file system, where it is not the machine's own. Outlives the store.
  rocksdb::Env* env = nullptr;
};

}  // namespace counterpoint::storage
