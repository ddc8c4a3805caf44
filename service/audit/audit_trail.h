// Enters what calls do in the audit trail.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "service/access/access_table.h"
#include "service/access/caller.h"
#include "service/audit/audit_event.h"
#include "service/audit/audit_options.h"
#include "service/audit/audited_methods.h"
#include "service/audit/entry_limit.h"
#include "storage/audit_store.h"

namespace counterpoint::service {

// What changes something is entered with its commit, by AuditedStore. The rest is
// entered a moment later by a thread of the trail's own, so that nobody waits for it:
// a crash can lose the last of that. Borrows store and rules. Thread-safe.
class AuditTrail {
 public:
  using Report = std::function<void(const absl::Status&)>;

  // `report` is told of what could not be written, on the trail's thread.
  AuditTrail(storage::AuditStore& store, const AccessRules& rules, const AuditOptions& options,
             std::function<absl::Time()> clock, Report report);
  // Enters what waits.
  ~AuditTrail();
  AuditTrail(const AuditTrail&) = delete;
  AuditTrail& operator=(const AuditTrail&) = delete;

  struct Method {
    const AccessRules::Rule* rule = nullptr;  // Null: of no method that has a row.
    AuditKind kind = AuditKind::kChange;
  };
  Method MethodOf(const google::protobuf::Message& request) const;

  // Enters an event that has changed nothing, as far as the limits of AuditOptions
  // allow: in the chain of the alliance, or the server's where there is no such
  // alliance.
  void Enter(const std::string& alliance, AuditedEvent event) ABSL_LOCKS_EXCLUDED(mutex_);

  // A call that was not admitted; `caller` is null where nobody was made out. In the
  // chain of the caller's alliance, not of what it asked for.
  void EnterRefusal(const grpc::ServerContextBase& context,
                    const google::protobuf::Message& request, const Caller* caller,
                    const absl::Status& status);

  // Returns when all that was entered before is in the store.
  void Flush() ABSL_LOCKS_EXCLUDED(mutex_);

  // Enters what the limits held back and allow by now, and removes what is older than
  // the retention. Errors: those of storage::AuditStore.
  absl::Status Sweep();

  storage::AuditStore& store() const { return store_; }

 private:
  void Enqueue(std::vector<ChainedEvent> events) ABSL_LOCKS_EXCLUDED(mutex_);
  void WriteUntilStopped() ABSL_LOCKS_EXCLUDED(mutex_);
  bool HasWorkOrStops() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !queue_.empty();
  }
  void Write(std::vector<ChainedEvent> events) const;

  storage::AuditStore& store_;
  const AccessRules& rules_;
  const AuditOptions options_;
  const std::function<absl::Time()> clock_;
  const Report report_;
  absl::flat_hash_map<const google::protobuf::Descriptor*, AuditKind> kinds_;  // By request.
  EntryLimit limit_;

  absl::Mutex mutex_;
  std::vector<ChainedEvent> queue_ ABSL_GUARDED_BY(mutex_);
  std::int64_t enqueued_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t written_ ABSL_GUARDED_BY(mutex_) = 0;  // Of these, the first ones.
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread writer_;
};

}  // namespace counterpoint::service
