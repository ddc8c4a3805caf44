// What became of calls, by kind, and how long those took that were answered.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"
#include "tests/soak/findings.h"

namespace counterpoint::soak {

enum class Outcome {
  kAnswered,
  kShed,  // RESOURCE_EXHAUSTED with a RetryInfo.
  kLate,  // The client's own deadline was over, or it had cancelled.
  kFailed,
};
inline constexpr std::size_t kOutcomes = 4;

// Anything but an answer, a refusal with its RetryInfo, and the end that the client itself
// has set, is a finding.
Outcome Judge(const std::string& kind, const grpc::Status& status, Findings& findings);

// Thread-safe. Memory does not grow with the number of calls: times are kept in classes,
// each a twentieth longer than the one before.
class CallTable {
 public:
  void Add(const std::string& kind, Outcome outcome, absl::Duration took)
      ABSL_LOCKS_EXCLUDED(mutex_);

  std::int64_t Count(const std::string& kind, Outcome outcome) const ABSL_LOCKS_EXCLUDED(mutex_);
  // Over all kinds.
  std::int64_t Count(Outcome outcome) const ABSL_LOCKS_EXCLUDED(mutex_);
  // Of the answered ones of a kind, at most a twentieth too long; zero where there are none.
  absl::Duration Quantile(const std::string& kind, double share) const ABSL_LOCKS_EXCLUDED(mutex_);

  // A line for each kind, on stdout.
  void Print() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  static constexpr std::size_t kClasses = 420;  // Up to a quarter of an hour.
  struct Row {
    std::array<std::int64_t, kOutcomes> counts{};
    std::array<std::int64_t, kClasses> answered{};
    absl::Duration longest;
  };
  static absl::Duration QuantileOf(const Row& row, double share);

  mutable absl::Mutex mutex_;
  std::map<std::string, Row> rows_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::soak
