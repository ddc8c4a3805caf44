// What every call passes: who calls, whether it is too much, and what becomes of it.
#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "service/access/access.h"
#include "service/calls/call_counts.h"
#include "service/calls/call_limits.h"
#include "service/calls/caller_shares.h"
#include "service/calls/open_streams.h"
#include "service/calls/slow_calls.h"

namespace counterpoint::service {

// Thread-safe. Borrows the access.
class CallGate {
 public:
  CallGate(const Access& access, const CallLimits& limits) : access_(access), limits_(limits) {}

  const Access& access() const { return access_; }

  // For calls to come.
  void SetLimits(const CallLimits& limits) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    limits_ = limits;
  }
  CallLimits limits() const ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::ReaderMutexLock lock(&mutex_);
    return limits_;
  }

  // Ends streams whose client does not read. To be called now and then.
  void EndStalledStreams();

  CallCounts& counts() { return counts_; }
  const CallCounts& counts() const { return counts_; }
  CallerShares& shares() { return shares_; }
  const CallerShares& shares() const { return shares_; }
  SlowCalls& slow_calls() { return slow_calls_; }
  const SlowCalls& slow_calls() const { return slow_calls_; }
  OpenStreams& streams() { return streams_; }

 private:
  const Access& access_;
  mutable absl::Mutex mutex_;
  CallLimits limits_ ABSL_GUARDED_BY(mutex_);
  CallCounts counts_;
  CallerShares shares_;
  SlowCalls slow_calls_;
  OpenStreams streams_;
};

}  // namespace counterpoint::service
