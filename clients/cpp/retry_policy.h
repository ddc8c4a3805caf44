// When a call is made again, and after what pause.
#pragma once

#include <optional>

#include "absl/random/bit_gen_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

namespace counterpoint::client {

struct RetryPolicy {
  // The first attempt included; 1 turns repetition off.
  int max_attempts = 5;
  // The longest pause before the second attempt. It doubles with each further
  // one up to `max_backoff`. The pause itself is drawn from 0 to the longest
  // ("full jitter"), so that clients cut off together do not return together.
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);
};

// Whether an error is of a kind that may pass: UNAVAILABLE, RESOURCE_EXHAUSTED.
bool IsTransient(const absl::Status& status);

// The longest pause after `failures` failed attempts (1 or more).
absl::Duration BackoffCeiling(const RetryPolicy& policy, int failures);

// The pause before the next attempt after `failures` failed ones, the last of
// them with `status`; nullopt when it is time to give up: the error will not
// pass, the attempts are used up, or the pause would not end within
// `remaining`. Where the service asks for a delay, the pause is no shorter.
std::optional<absl::Duration> NextPause(const RetryPolicy& policy, const absl::Status& status,
                                        int failures, absl::Duration remaining,
                                        absl::BitGenRef random);

}  // namespace counterpoint::client
