#include "clients/cpp/retry_policy.h"

#include <algorithm>

#include "absl/random/random.h"
#include "clients/cpp/error.h"

namespace counterpoint::client {

bool IsTransient(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
}

absl::Duration BackoffCeiling(const RetryPolicy& policy, int failures) {
  absl::Duration ceiling = policy.initial_backoff;
  for (int i = 1; i < failures && ceiling < policy.max_backoff; ++i) ceiling *= 2;
  return std::min(ceiling, policy.max_backoff);
}

std::optional<absl::Duration> NextPause(const RetryPolicy& policy, const absl::Status& status,
                                        int failures, absl::Duration remaining,
                                        absl::BitGenRef random) {
  if (!IsTransient(status) || failures >= policy.max_attempts) return std::nullopt;
  absl::Duration pause = absl::Uniform(random, 0.0, 1.0) * BackoffCeiling(policy, failures);
  if (const auto requested = RequestedDelay(status)) pause = std::max(pause, *requested);
  if (pause >= remaining) return std::nullopt;
  return pause;
}

}  // namespace counterpoint::client
