// How often events that change nothing are entered in the audit trail.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "counterpoint/stored/audit_event.pb.h"
#include "service/audit/audit_options.h"
#include "storage/audit.h"

namespace counterpoint::service {

// An event, and the chain that it belongs to.
struct ChainedEvent {
  std::string chain;
  stored::AuditEvent event;
  std::vector<std::string> names;
};

// A bucket of tokens for each caller. An event that finds none takes the place of the
// one before it that found none, and counts it: so the last one is entered as soon as
// there is a token again, with how many it stands for. Thread-safe.
class EntryLimit {
 public:
  EntryLimit(const AuditOptions& options, std::function<absl::Time()> clock);

  // The event, where it may be entered now.
  std::optional<ChainedEvent> Admit(ChainedEvent event) ABSL_LOCKS_EXCLUDED(mutex_);

  // Those that wait and may be entered by now; all of them with `all`.
  std::vector<ChainedEvent> TakeDue(bool all) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Bucket {
    double tokens = 0;
    absl::Time filled;
    std::optional<ChainedEvent> waiting;
  };

  int Burst(const std::string& caller) const {
    return caller.empty() ? options_.unknown_burst : options_.burst;
  }
  void Refill(const std::string& caller, Bucket& bucket, absl::Time now) const;
  // Buckets that are full again say nothing that a new one does not.
  void DropFull(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const AuditOptions options_;
  const std::function<absl::Time()> clock_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Bucket> buckets_ ABSL_GUARDED_BY(mutex_);  // By caller.
};

}  // namespace counterpoint::service
