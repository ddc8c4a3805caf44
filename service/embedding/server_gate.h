// Whether a server that may fail is worth a call.
#pragma once

#include <algorithm>

#include "absl/time/time.h"

namespace counterpoint::service {

// A circuit breaker: after a failure the server counts as away, and is tried
// again after a pause that doubles from failure to failure. Not thread-safe.
class ServerGate {
 public:
  // REQUIRES: 0 < first_pause <= longest_pause.
  ServerGate(absl::Duration first_pause, absl::Duration longest_pause)
      : first_pause_(first_pause), longest_pause_(longest_pause), pause_(first_pause) {}

  bool IsAway() const { return away_; }
  // Before it a call is of no use; the past while the server answers.
  absl::Time next_attempt() const { return next_attempt_; }

  // Whether a call may be made now. One made on trial, while the server is
  // away, lets no other through before the pause is over again.
  bool Enter(absl::Time now) {
    if (now < next_attempt_) return false;
    if (away_) next_attempt_ = now + pause_;
    return true;
  }

  void Succeeded() {
    away_ = false;
    next_attempt_ = absl::InfinitePast();
    pause_ = first_pause_;
  }

  // `at_least`: what the server asked to wait for.
  void Failed(absl::Time now, absl::Duration at_least) {
    away_ = true;
    next_attempt_ = now + std::max(pause_, at_least);
    pause_ = std::min(2 * pause_, longest_pause_);
  }

 private:
  const absl::Duration first_pause_;
  const absl::Duration longest_pause_;
  absl::Duration pause_;
  bool away_ = false;
  absl::Time next_attempt_ = absl::InfinitePast();
};

}  // namespace counterpoint::service
