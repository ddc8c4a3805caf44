// What each caller has left of its share: units, calls and streams.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/calls/call_limits.h"

namespace counterpoint::service {

// Token buckets: a caller's bucket fills at `units_per_second` up to `burst_units`, and
// each call takes its cost out, or is refused and takes nothing. Beside it, how much of
// the caller is under way. Callers are told apart by their keys; of more than `most`
// the one that was idle for longest is forgotten, and where none is idle they share one
// entry, so memory is bounded. Thread-safe.
class CallerShares {
 public:
  explicit CallerShares(std::size_t most = 10'000) : most_(most) {}

  enum class Kind { kCall, kStream };
  enum class Verdict { kAdmitted, kTooFast, kTooManyUnderWay };
  struct Answer {
    Verdict verdict;
    absl::Duration wait;  // Of kTooFast: until there are units enough.
    std::string key;      // For Release().
  };
  // Takes `cost` units and counts something under way, which has to end with Release();
  // `counted` false leaves that out. What was counted in the shared entry has to be
  // released there: by the key that is returned. A cost above the burst waits for a full bucket.
  Answer Take(absl::string_view caller, double cost, Kind kind, bool counted,
              const CallLimits& limits, absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);
  void Release(absl::string_view key, Kind kind) ABSL_LOCKS_EXCLUDED(mutex_);

  std::size_t size() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Share {
    double units = 0;
    absl::Time filled;
    int calls = 0;
    int streams = 0;
    std::list<std::string>::iterator use;  // In `uses_`.
  };
  using Shares = absl::flat_hash_map<std::string, Share>;
  Shares::iterator Find(absl::string_view caller, const CallLimits& limits, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool ForgetOne() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::size_t most_;
  mutable absl::Mutex mutex_;
  Shares shares_ ABSL_GUARDED_BY(mutex_);
  std::list<std::string> uses_ ABSL_GUARDED_BY(mutex_);  // The last one first.
};

}  // namespace counterpoint::service
