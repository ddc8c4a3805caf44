// Lines of the log about calls that took long.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/calls/call_trace.h"

namespace counterpoint::service {

struct SlowCall {
  absl::string_view method;
  absl::string_view code;
  absl::string_view caller;  // A name, no secret; may be of any bytes.
  absl::string_view alliance;
  absl::string_view request_id;
};

// Keeps so many lines of a minute, until they are taken. Thread-safe.
class SlowCalls {
 public:
  // A line of key=value: the call, its total, of a stream the longest stretch that the
  // server took, and each stage that took time, in ms.
  void Add(const SlowCall& call, const CallTrace& trace, int most_a_minute, absl::Time now)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // With a last line on how many were left out, where some were.
  std::vector<std::string> Take() ABSL_LOCKS_EXCLUDED(mutex_);

  // All, with those left out.
  std::int64_t count() const { return count_; }

 private:
  absl::Mutex mutex_;
  std::atomic<std::int64_t> count_ = 0;
  absl::Time minute_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();  // Its beginning.
  int in_minute_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t left_out_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
