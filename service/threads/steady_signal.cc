#include "service/threads/steady_signal.h"

#include <algorithm>

namespace counterpoint::service {
namespace {

// Longer ones are as good as endless, and would overflow the deadline.
constexpr absl::Duration kLongest = absl::Hours(24 * 365);

}  // namespace

void SteadySignal::Set() {
  const std::lock_guard<std::mutex> lock(mutex_);
  is_set_ = true;
  changed_.notify_all();
}

void SteadySignal::Clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  is_set_ = false;
}

bool SteadySignal::Await(absl::Duration timeout) {
  const auto deadline =
      std::chrono::steady_clock::now() + absl::ToChronoMicroseconds(std::min(timeout, kLongest));
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_until(lock, deadline, [this] { return is_set_; });
}

}  // namespace counterpoint::service
