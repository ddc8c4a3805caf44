// Keeps snapshots for pages and explanations to come.
#pragma once

#include <cstdint>
#include <functional>
#include <list>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/live_index/snapshot.h"

namespace counterpoint::service {

// Thread-safe.
class SnapshotPins {
 public:
  struct Options {
    absl::Duration lifetime = absl::Minutes(10);  // After the last use.
    std::size_t max_pins = 1000;                  // Beyond it the least recently used goes.
    std::function<absl::Time()> clock;
  };
  explicit SnapshotPins(Options options);

  // The number of the snapshot, the same as long as it is pinned. No number
  // that another process of this service gave is ever given again.
  std::uint64_t Pin(const Snapshot& snapshot) ABSL_LOCKS_EXCLUDED(mutex_);

  // A pinned snapshot, whose lifetime starts anew. Errors: NOT_FOUND.
  absl::StatusOr<Snapshot> Pinned(std::uint64_t pin) ABSL_LOCKS_EXCLUDED(mutex_);

  void DropExpired() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Entry {
    std::uint64_t pin;
    Snapshot snapshot;
    absl::Time last_use;
  };
  using Entries = std::list<Entry>;  // The one used last in front.

  void Use(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void DropBack() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void DropExpiredLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  absl::Mutex mutex_;
  std::uint64_t next_ ABSL_GUARDED_BY(mutex_);
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::uint64_t, Entries::iterator> by_pin_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<const IndexSnapshot*, Entries::iterator> by_snapshot_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
