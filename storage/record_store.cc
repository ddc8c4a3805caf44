#include "storage/record_store.h"

#include <algorithm>
#include <utility>

#include "rocksdb/snapshot.h"
#include "storage/audit_chain.h"
#include "storage/audit_codec.h"
#include "storage/audit_mutations.h"
#include "storage/backup.h"
#include "storage/commit.h"
#include "storage/drop.h"
#include "storage/key_layout.h"
#include "storage/range_iterator.h"
#include "storage/rocksdb_status.h"
#include "storage/snapshot_view.h"
#include "storage/sweep.h"

namespace counterpoint::storage {

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const StoreOptions& options) {
  auto database = Database::Open(options);
  if (!database.ok()) return database.status();
  return std::make_unique<RecordStore>(*std::move(database), options);
}

absl::StatusOr<std::unique_ptr<AuditStore>> AuditStore::Open(const StoreOptions& options) {
  auto database = Database::Open(options);
  if (!database.ok()) return database.status();
  return std::make_unique<RecordStore>(*std::move(database), options);
}

RecordStore::RecordStore(std::unique_ptr<Database> database, const StoreOptions& options)
    : options_(options),
      database_(std::move(database)),
      queue_(*database_, {options.sync_writes, options.clock}),
      pins_({options.pin_lifetime, options.max_pins, options.clock}),
      erasure_(*database_, queue_, pins_),
      retention_{options.request_retention, options.change_retention} {}

absl::StatusOr<CommitResult> RecordStore::Commit(CommitRequest request) {
  return Run(std::move(request), std::nullopt);
}

absl::StatusOr<CommitResult> RecordStore::CommitAudited(CommitRequest request, AuditEvent event) {
  return Run(std::move(request), std::move(event));
}

absl::StatusOr<CommitResult> RecordStore::Run(CommitRequest request,
                                              std::optional<AuditEvent> event) {
  storage::Commit commit(std::move(request), std::move(event), retention().request_retention,
                         listener_);
  absl::Status status = commit.Validate();
  if (status.ok()) status = queue_.Run(commit);
  if (!status.ok()) return status;
  return commit.TakeResult();
}

absl::StatusOr<CommitResult> RecordStore::DropAlliance(absl::string_view alliance,
                                                       Precondition precondition) {
  return RunDrop(alliance, precondition, std::nullopt);
}

absl::StatusOr<CommitResult> RecordStore::DropAudited(absl::string_view alliance,
                                                      Precondition precondition, AuditEvent event) {
  return RunDrop(alliance, precondition, std::move(event));
}

absl::StatusOr<CommitResult> RecordStore::RunDrop(absl::string_view alliance,
                                                  Precondition precondition,
                                                  std::optional<AuditEvent> event) {
  Drop drop(alliance, precondition, std::move(event), listener_);
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
  BackupOptions options;
  options.link_tables = true;
  return BackUp(directory, options);
}

absl::Status RecordStore::BackUp(const std::string& directory, const BackupOptions& options) {
  return WriteBackup(*database_, options_.clock, directory, options);
}

absl::Status RecordStore::AppendAudit(absl::string_view chain, std::vector<AuditEvent> events) {
  storage::AppendAudit append(chain, std::move(events));
  return queue_.Run(append);
}

absl::StatusOr<AuditHead> RecordStore::GetAuditHead(absl::string_view chain) const {
  return storage::GetAuditHead(*database_, chain, nullptr);
}

absl::StatusOr<std::vector<AuditEntry>> RecordStore::AuditEntries(absl::string_view chain,
                                                                  std::int64_t first,
                                                                  std::int64_t last) const {
  rocksdb::ManagedSnapshot snapshot(&database_->rocks());
  return ReadAuditEntries(*database_, chain, first, last, snapshot.snapshot());
}

absl::StatusOr<AuditCheck> RecordStore::VerifyAuditChain(
    absl::string_view chain, const std::optional<AuditAnchor>& anchor) const {
  rocksdb::ManagedSnapshot snapshot(&database_->rocks());
  return CheckAuditChain(*database_, chain, anchor, snapshot.snapshot());
}

absl::StatusOr<std::int64_t> RecordStore::TrimAudit(absl::Time before) {
  const auto chains = AuditChains(*database_);
  if (!chains.ok()) return chains.status();
  std::int64_t trimmed = 0;
  for (const std::string& chain : *chains) {
    for (;;) {
      TrimAuditChain trim(chain, absl::ToUnixMicros(before));
      const absl::Status status = queue_.Run(trim);
      if (!status.ok()) return status;
      trimmed += trim.trimmed();
      if (trim.trimmed() == 0) break;
    }
  }
  return trimmed;
}

absl::StatusOr<std::int64_t> RecordStore::EraseAuditNames(IsErased is_erased, bool only_look) {
  const auto chains = AuditChains(*database_);
  if (!chains.ok()) return chains.status();
  std::int64_t erased = 0;
  for (const std::string& chain : *chains) {
    const auto found = EraseNamesOf(chain, is_erased, only_look);
    if (!found.ok()) return found.status();
    erased += *found;
  }
  return erased;
}

absl::StatusOr<std::int64_t> RecordStore::EraseNamesOf(const std::string& chain, IsErased is_erased,
                                                       bool only_look) {
  const auto head = GetAuditHead(chain);
  if (!head.ok()) return head.status();
  const auto is_erased_here = [&](absl::Span<const AuditEntry::Name> names, std::size_t name) {
    return is_erased(chain, names, name);
  };
  std::int64_t found = 0;
  std::int64_t erased = 0;
  std::vector<std::int64_t> sequences;
  const auto erase = [&]() -> absl::Status {
    EraseNames erasing(chain, std::exchange(sequences, {}), is_erased_here);
    const absl::Status status = queue_.Run(erasing);
    erased += erasing.erased();
    return status;
  };
  RangeIterator names(*database_, ColumnFamily::kAudit,
                      AuditNamesRange(chain, head->trimmed_sequence + 1, head->sequence), nullptr);
  for (; names.Valid(); names.Next()) {
    const auto of_entry = DecodeAuditNames(names.value());
    if (!of_entry.ok()) return of_entry.status();
    const std::int64_t before = found;
    for (std::size_t i = 0; i < of_entry->size(); ++i) {
      found += !(*of_entry)[i].name.empty() && is_erased_here(*of_entry, i) ? 1 : 0;
    }
    if (found == before || only_look) continue;
    std::string parsed;
    if (!ParseAuditSequenceKey(names.key(), parsed, sequences.emplace_back())) {
      return absl::DataLossError("a key of the audit trail is damaged");
    }
    if (static_cast<std::int64_t>(sequences.size()) < kAuditBatch) continue;
    const absl::Status status = erase();
    if (!status.ok()) return status;
  }
  if (!names.status().ok()) return names.status();
  if (only_look) return found;
  const absl::Status status = sequences.empty() ? absl::OkStatus() : erase();
  if (!status.ok()) return status;
  return erased;
}

}  // namespace counterpoint::storage
