// What a soak has found to be wrong.
#pragma once

#include <cstdio>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace counterpoint::soak {

// Thread-safe.
class Findings {
 public:
  // Printed to stderr, unless there are very many already.
  void Add(const std::string& text) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (++count_ <= kMostPrinted) std::fprintf(stderr, "FOUND: %s\n", text.c_str());
  }
  void Require(bool holds, const std::string& text) {
    if (!holds) Add(text);
  }

  int count() const ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    return count_;
  }

 private:
  static constexpr int kMostPrinted = 50;
  mutable absl::Mutex mutex_;
  int count_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace counterpoint::soak
