// The store that methods write to: their commits are entered in the audit trail.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/audit_store.h"

namespace counterpoint::service {

// Commits of a thread that works on a call carry that call's entry, so that a change
// that was acknowledged always has one; all else goes straight to the store below.
// What the server does by itself (sweeping, the work of operations, whose beginning is
// a call's) is not entered. Borrows that store. Thread-safe.
class AuditedStore final : public storage::Store {
 public:
  explicit AuditedStore(storage::AuditStore& store) : store_(store) {}

  absl::StatusOr<storage::CommitResult> Commit(storage::CommitRequest request) override;
  absl::StatusOr<storage::CommitResult> DropAlliance(absl::string_view alliance,
                                                     storage::Precondition precondition) override;

  std::shared_ptr<const storage::ReadView> View() const override { return store_.View(); }
  std::uint64_t Pin(std::shared_ptr<const storage::ReadView> view) override {
    return store_.Pin(std::move(view));
  }
  absl::StatusOr<std::shared_ptr<const storage::ReadView>> Pinned(std::uint64_t pin) override {
    return store_.Pinned(pin);
  }
  void SetListener(Listener listener) override { store_.SetListener(std::move(listener)); }
  absl::Status PutDerived(absl::string_view alliance, std::uint8_t kind,
                          const std::vector<Derived>& items) override {
    return store_.PutDerived(alliance, kind, items);
  }
  absl::StatusOr<Swept> Sweep() override { return store_.Sweep(); }
  void SetRetention(absl::Duration requests, absl::Duration changes) override {
    store_.SetRetention(requests, changes);
  }
  Statistics CurrentStatistics() const override { return store_.CurrentStatistics(); }
  absl::Status Backup(const std::string& directory) override { return store_.Backup(directory); }

 private:
  storage::AuditStore& store_;
};

}  // namespace counterpoint::service
