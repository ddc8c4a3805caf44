// How a store is opened.
#pragma once

#include <cstddef>
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
