#include "storage/drop.h"

#include <algorithm>

#include "storage/key_layout.h"
#include "storage/precondition.h"

namespace counterpoint::storage {

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

  for (const ColumnFamily family :
       {ColumnFamily::kRecords, ColumnFamily::kChanges, ColumnFamily::kRequests,
        ColumnFamily::kRequestTimes, ColumnFamily::kExpiry, ColumnFamily::kDerived}) {
    staging.DeleteRange(family, AllianceRange(alliance_));
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
