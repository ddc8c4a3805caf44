#include "storage/record_store.h"

#include <utility>

#include "storage/backup.h"
#include "storage/commit.h"
#include "storage/drop.h"
#include "storage/key_layout.h"
#include "storage/rocksdb_status.h"
#include "storage/snapshot_view.h"
#include "storage/sweep.h"

namespace counterpoint::storage {

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const StoreOptions& options) {
  auto database = Database::Open(options);
  if (!database.ok()) return database.status();
  return std::make_unique<RecordStore>(*std::move(database), options);
}

RecordStore::RecordStore(std::unique_ptr<Database> database, const StoreOptions& options)
    : options_(options),
      database_(std::move(database)),
      queue_(*database_, {options.sync_writes, options.clock}),
      pins_({options.pin_lifetime, options.max_pins, options.clock}),
      retention_{options.request_retention, options.change_retention} {}

absl::StatusOr<CommitResult> RecordStore::Commit(CommitRequest request) {
  storage::Commit commit(std::move(request), retention().request_retention, listener_);
  absl::Status status = commit.Validate();
  if (status.ok()) status = queue_.Run(commit);
  if (!status.ok()) return status;
  return commit.TakeResult();
}

absl::StatusOr<CommitResult> RecordStore::DropAlliance(absl::string_view alliance,
                                                       Precondition precondition) {
  Drop drop(alliance, precondition, listener_);
  const absl::Status status = queue_.Run(drop);
  if (!status.ok()) return status;
  return drop.result();
}

std::shared_ptr<const ReadView> RecordStore::View() const {
  return std::make_shared<SnapshotView>(*database_);
}

std::uint64_t RecordStore::Pin(std::shared_ptr<const ReadView> view) {
  return pins_.Pin(std::move(view));
}

absl::StatusOr<std::shared_ptr<const ReadView>> RecordStore::Pinned(std::uint64_t pin) {
  return pins_.Find(pin);
}

void RecordStore::SetListener(Listener listener) { listener_ = std::move(listener); }

absl::Status RecordStore::PutDerived(absl::string_view alliance, std::uint8_t kind,
                                     const std::vector<Derived>& items) {
  // Not in the queue: derived data need not wait for a sync of others.
  rocksdb::WriteBatch batch;
  rocksdb::ColumnFamilyHandle* const family = database_->handle(ColumnFamily::kDerived);
  for (const Derived& item : items) {
    const std::string key = DerivedKey(alliance, kind, item.id);
    const rocksdb::Status status =
        item.payload.empty() ? batch.Delete(family, key) : batch.Put(family, key, item.payload);
    if (!status.ok()) return FromRocksDb(status, database_->path());
  }
  if (batch.Count() == 0) return absl::OkStatus();
  return database_->Write(batch, /*sync=*/false);
}

absl::StatusOr<Store::Swept> RecordStore::Sweep() {
  absl::MutexLock lock(&sweep_mutex_);
  pins_.DropExpired();
  return storage::Sweep(*database_, queue_, listener_, retention(), options_.clock()).Run();
}

Store::Statistics RecordStore::CurrentStatistics() const {
  using Properties = rocksdb::DB::Properties;
  rocksdb::DB& db = database_->rocks();
  const auto sum = [&db](const std::string& property) {
    std::uint64_t value = 0;
    db.GetAggregatedIntProperty(property, &value);
    return static_cast<std::int64_t>(value);
  };
  // Of the database, or of what all column families share.
  const auto whole = [&db](const std::string& property) {
    std::uint64_t value = 0;
    db.GetIntProperty(property, &value);
    return static_cast<std::int64_t>(value);
  };
  Statistics statistics;
  statistics.table_bytes = sum(Properties::kTotalSstFilesSize);
  statistics.write_buffer_bytes = sum(Properties::kCurSizeAllMemTables);
  statistics.block_cache_bytes = whole(Properties::kBlockCacheUsage);
  statistics.pending_compaction_bytes = sum(Properties::kEstimatePendingCompactionBytes);
  statistics.background_errors = whole(Properties::kBackgroundErrors);
  statistics.delayed_write_rate = whole(Properties::kActualDelayedWriteRate);
  statistics.writes_are_stopped = whole(Properties::kIsWriteStopped) != 0;
  return statistics;
}

void RecordStore::SetRetention(absl::Duration requests, absl::Duration changes) {
  absl::MutexLock lock(&retention_mutex_);
  retention_ = {requests, changes};
}

storage::Sweep::Options RecordStore::retention() const {
  absl::MutexLock lock(&retention_mutex_);
  return retention_;
}

absl::Status RecordStore::Backup(const std::string& directory) {
  return WriteBackup(*database_, directory);
}

}  // namespace counterpoint::storage
