#include "storage/staged_commit.h"

#include <algorithm>

#include "storage/key_layout.h"

namespace counterpoint::storage {

StagedCommit::StagedCommit(Staging& staging, absl::string_view alliance, const Head& head)
    : staging_(staging), alliance_(alliance), head_(head) {
  ++head_.revision;
  head_.commit_micros = std::max(head.commit_micros, staging.now_micros());
  changes_.commit_micros = head_.commit_micros;
}

void StagedCommit::Put(const Write& write, const std::optional<Record>& present) {
  Record record;
  record.payload = write.payload;
  record.create_revision = present.has_value() ? present->create_revision : revision();
  record.revision = revision();
  record.create_time = present.has_value() ? present->create_time : time();
  record.update_time = time();
  record.expire_time = write.expire_time;
  staging_.Put(ColumnFamily::kRecords, RecordKey(alliance_, write.collection, write.id),
               EncodeRecord(record));
  if (present.has_value()) RemoveExpiry(write.collection, *present);
  if (record.expire_time != absl::InfiniteFuture()) {
    staging_.Put(
        ColumnFamily::kExpiry,
        ExpiryKey(alliance_, absl::ToUnixMicros(record.expire_time), write.collection, write.id),
        "");
  }
  Log(write.collection, present.has_value() ? ChangeKind::kUpdated : ChangeKind::kCreated,
      write.id);
}

void StagedCommit::Remove(Collection collection, const Record& present, ChangeKind kind) {
  staging_.Delete(ColumnFamily::kRecords, RecordKey(alliance_, collection, present.id));
  RemoveExpiry(collection, present);
  Log(collection, kind, present.id);
}

void StagedCommit::RemoveExpiry(Collection collection, const Record& record) {
  if (record.expire_time == absl::InfiniteFuture()) return;
  staging_.Delete(
      ColumnFamily::kExpiry,
      ExpiryKey(alliance_, absl::ToUnixMicros(record.expire_time), collection, record.id));
}

void StagedCommit::Log(Collection collection, ChangeKind kind, const std::string& id) {
  Change& change = changes_.changes.emplace_back();
  change.collection = collection;
  change.kind = kind;
  change.id = id;
}

void StagedCommit::Finish() {
  staging_.Put(ColumnFamily::kChanges, ChangesKey(alliance_, revision()), EncodeChanges(changes_));
  staging_.PutHead(alliance_, head_);
}

}  // namespace counterpoint::storage
