#include "storage/drop.h"

#include <algorithm>
#include <string>
#include <vector>

#include "storage/audit_chain.h"
#include "storage/key_layout.h"
#include "storage/precondition.h"
#include "storage/range_iterator.h"

namespace counterpoint::storage {
namespace {

// An alliance with more in a column family has the whole range deleted.
constexpr std::size_t kFewKeys = 10'000;

// What an alliance has in a column family.
struct Content {
  ColumnFamily family;
  std::vector<std::string> keys;  // The first kFewKeys + 1.
};

absl::StatusOr<std::vector<Content>> FindContents(const Database& database,
                                                  const std::string& alliance) {
  std::vector<Content> contents;
  for (const ColumnFamily family :
       {ColumnFamily::kRecords, ColumnFamily::kChanges, ColumnFamily::kRequests,
        ColumnFamily::kRequestTimes, ColumnFamily::kExpiry, ColumnFamily::kDerived}) {
    Content& content = contents.emplace_back(Content{family, {}});
    RangeIterator it(database, family, AllianceRange(alliance), nullptr);
    for (; it.Valid() && content.keys.size() <= kFewKeys; it.Next()) {
      content.keys.emplace_back(it.key());
    }
    const absl::Status status = it.status();
    if (!status.ok()) return status;
  }
  return contents;
}

}  // namespace

absl::Status Drop::Stage(Staging& staging) {
  auto head = staging.GetHead(alliance_);
  if (!head.ok()) return head.status();
  const auto present = staging.GetRecord(alliance_, Collection::kAlliance, "");
  if (!present.ok()) return present.status();
  Write removal;
  removal.kind = Write::Kind::kDelete;
  removal.collection = Collection::kAlliance;
  removal.precondition = precondition_;
  const absl::Status met = CheckPrecondition(alliance_, removal, *present);
  if (!met.ok()) return met;

  const auto contents = FindContents(staging.database(), alliance_);
  if (!contents.ok()) return contents.status();
  auto audit_head = GetAuditHead(staging, alliance_);
  if (!audit_head.ok()) return audit_head.status();
  for (const Content& content : *contents) {
    if (content.keys.size() > kFewKeys) {
      staging.DeleteRange(content.family, AllianceRange(alliance_));
      continue;
    }
    for (const std::string& key : content.keys) staging.Delete(content.family, key);
  }
  // Its mark stands also where nobody asked for an entry.
  audit_head->dropped_sequence = audit_head->sequence + (audit_ ? 1 : 0);
  if (audit_) {
    StageAuditEntry(staging, alliance_, *audit_, *audit_head);
  } else if (audit_head->sequence > 0) {
    StageAuditHead(staging, alliance_, *audit_head);
  }
  ++head->revision;
  head->trimmed_revision = head->revision;
  head->commit_micros = std::max(head->commit_micros, staging.now_micros());
  staging.PutHead(alliance_, *head);
  result_.revision = head->revision;
  result_.commit_time = absl::FromUnixMicros(head->commit_micros);
  return absl::OkStatus();
}

void Drop::Announce() {
  if (listener_) listener_(alliance_, result_.revision);
}

}  // namespace counterpoint::storage
