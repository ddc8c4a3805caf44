// What the live index could not do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace counterpoint::service {

struct IndexFault {
  std::string alliance;
  // Empty: it concerns the whole alliance, or an interaction that `status` names.
  std::string member;
  absl::Status status;
};

// Counts all, and keeps the first hundred until they are taken. Thread-safe.
class IndexFaults {
 public:
  void Report(absl::string_view alliance, absl::string_view member, const absl::Status& status)
      ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<IndexFault> Take() ABSL_LOCKS_EXCLUDED(mutex_);
  std::int64_t count() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  mutable absl::Mutex mutex_;
  std::vector<IndexFault> kept_ ABSL_GUARDED_BY(mutex_);
  std::int64_t count_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace counterpoint::service
