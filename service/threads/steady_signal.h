// A signal that a thread waits for by a clock that does not jump.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"

namespace counterpoint::service {

// Time since some moment, by a clock that nobody sets.
inline absl::Duration SteadyNow() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

// Abseil's waits with a timeout go by the system's time: one that is under way when that is
// set back by hours lasts hours longer. These do not. Thread-safe.
class SteadySignal {
 public:
  void Set();
  void Clear();
  // Returns whether it is set, as soon as it is or at the timeout, which may be infinite.
  bool Await(absl::Duration timeout);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_set_ = false;  // Guarded by `mutex_`.
};

}  // namespace counterpoint::service
