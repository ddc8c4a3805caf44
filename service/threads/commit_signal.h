// Wakes those who wait for an alliance to change.
#pragma once

#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace counterpoint::service {

// The latest revision that was announced of each alliance. Thread-safe.
class CommitSignal {
 public:
  void Announce(absl::string_view alliance, std::int64_t revision) ABSL_LOCKS_EXCLUDED(mutex_);

  // Returns when a commit after `revision` has been announced, or the timeout
  // is over, or the signal is closed.
  void AwaitAfter(absl::string_view alliance, std::int64_t revision, absl::Duration timeout)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Wakes everybody for good.
  void Close() ABSL_LOCKS_EXCLUDED(mutex_);
  bool closed() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  mutable absl::Mutex mutex_;
  absl::CondVar changed_;
  absl::flat_hash_map<std::string, std::int64_t> revisions_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace counterpoint::service
