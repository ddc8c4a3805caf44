// The store on RocksDB.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "storage/database.h"
#include "storage/pins.h"
#include "storage/store.h"
#include "storage/sweep.h"
#include "storage/write_queue.h"

namespace counterpoint::storage {

// Puts queue, views, pins, sweep and backup together. Thread-safe.
class RecordStore : public Store {
 public:
  RecordStore(std::unique_ptr<Database> database, const StoreOptions& options);

  absl::StatusOr<CommitResult> Commit(CommitRequest request) override;
  absl::StatusOr<CommitResult> DropAlliance(absl::string_view alliance,
                                            Precondition precondition) override;
  std::shared_ptr<const ReadView> View() const override;
  std::uint64_t Pin(std::shared_ptr<const ReadView> view) override;
  absl::StatusOr<std::shared_ptr<const ReadView>> Pinned(std::uint64_t pin) override;
  void SetListener(Listener listener) override;
  absl::Status PutDerived(absl::string_view alliance, std::uint8_t kind,
                          const std::vector<Derived>& items) override;
  absl::StatusOr<Swept> Sweep() override;
  void SetRetention(absl::Duration requests, absl::Duration changes) override
      ABSL_LOCKS_EXCLUDED(retention_mutex_);
  Statistics CurrentStatistics() const override;
  absl::Status Backup(const std::string& directory) override;

 private:
  storage::Sweep::Options retention() const ABSL_LOCKS_EXCLUDED(retention_mutex_);

  const StoreOptions options_;
  const std::unique_ptr<Database> database_;
  WriteQueue queue_;
  Pins pins_;
  Listener listener_;  // Constant from the first commit on.
  mutable absl::Mutex retention_mutex_;
  storage::Sweep::Options retention_ ABSL_GUARDED_BY(retention_mutex_);
  absl::Mutex sweep_mutex_;  // One round at a time: two would do all twice.
};

}  // namespace counterpoint::storage
