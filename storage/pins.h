// Views that are kept for a while.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/random/random.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/read_view.h"

namespace counterpoint::storage {

// Keeps views by number until they have not been used for a lifetime, or too
// many are there. Thread-safe.
class Pins {
 public:
  struct Options {
    absl::Duration lifetime;
    std::size_t capacity = 0;
    std::function<absl::Time()> clock;
  };
  explicit Pins(Options options) : options_(std::move(options)) {}

  // Numbers are random, so that none comes back when the store is opened again
  // and none can be guessed from another.
  std::uint64_t Pin(std::shared_ptr<const ReadView> view) ABSL_LOCKS_EXCLUDED(mutex_);
  // As Store::Pinned.
  absl::StatusOr<std::shared_ptr<const ReadView>> Find(std::uint64_t number)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Lets go of views whose lifetime is over.
  void DropExpired() ABSL_LOCKS_EXCLUDED(mutex_);
  void DropAll() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Entry {
    std::uint64_t number;
    absl::Time used;
    std::shared_ptr<const ReadView> view;
  };
  using Entries = std::list<Entry>;

  // Removes what is too old or too much, for the caller to destroy without the
  // lock: a view takes RocksDB's lock when it goes.
  Entries TakeSurplus(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  absl::Mutex mutex_;
  absl::BitGen random_ ABSL_GUARDED_BY(mutex_);
  Entries entries_ ABSL_GUARDED_BY(mutex_);  // The one used last in front.
  absl::flat_hash_map<std::uint64_t, Entries::iterator> by_number_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::storage
