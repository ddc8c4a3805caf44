#include "service/threads/commit_signal.h"

#include <algorithm>

#include "service/threads/steady_signal.h"

namespace counterpoint::service {

void CommitSignal::Announce(absl::string_view alliance, std::int64_t revision) {
  absl::MutexLock lock(&mutex_);
  std::int64_t& latest = revisions_[alliance];
  latest = std::max(latest, revision);
  changed_.SignalAll();
}

void CommitSignal::AwaitAfter(absl::string_view alliance, std::int64_t revision,
                              absl::Duration timeout) {
  const absl::Duration deadline = SteadyNow() + timeout;
  absl::MutexLock lock(&mutex_);
  while (!closed_) {
    const auto found = revisions_.find(alliance);
    if (found != revisions_.end() && found->second > revision) return;
    const absl::Duration left = deadline - SteadyNow();
    if (left <= absl::ZeroDuration()) return;
    changed_.WaitWithTimeout(&mutex_, left);
  }
}

void CommitSignal::Close() {
  absl::MutexLock lock(&mutex_);
  closed_ = true;
  changed_.SignalAll();
}

bool CommitSignal::closed() const {
  absl::MutexLock lock(&mutex_);
  return closed_;
}

}  // namespace counterpoint::service
