// Keeps what lists were made from for pages and explanations to come.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/feedback/kept_apart.h"
#include "service/live_index/snapshot.h"

namespace counterpoint::service {

// What a list is made from, beside its request.
struct RankingBasis {
  Snapshot snapshot;
  std::shared_ptr<const KeptApart> kept_apart;  // Null where no member asks.
};

// Thread-safe.
class SnapshotPins {
 public:
  struct Options {
    absl::Duration lifetime = absl::Minutes(10);  // After the last use.
    std::size_t max_pins = 1000;                  // Beyond it the least recently used goes.
    std::function<absl::Time()> clock;
  };
  explicit SnapshotPins(Options options);

  // The number of these objects together, the same as long as they are pinned. No
  // number that another process of this service gave is ever given again.
  std::uint64_t Pin(const RankingBasis& basis) ABSL_LOCKS_EXCLUDED(mutex_);

  // What is pinned, whose lifetime starts anew. Errors: NOT_FOUND.
  absl::StatusOr<RankingBasis> Pinned(std::uint64_t pin) ABSL_LOCKS_EXCLUDED(mutex_);

  void DropExpired() ABSL_LOCKS_EXCLUDED(mutex_);
  void DropAll() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Entry {
    std::uint64_t pin;
    RankingBasis basis;
    absl::Time last_use;
  };
  using Entries = std::list<Entry>;  // The one used last in front.
  using Objects = std::pair<const IndexSnapshot*, const KeptApart*>;

  static Objects ObjectsOf(const RankingBasis& basis) {
    return {basis.snapshot.get(), basis.kept_apart.get()};
  }

  void Use(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void DropBack() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void DropExpiredLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  absl::Mutex mutex_;
  std::uint64_t next_ ABSL_GUARDED_BY(mutex_);
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::uint64_t, Entries::iterator> by_pin_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<Objects, Entries::iterator> by_objects_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
