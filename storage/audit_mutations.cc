#include "storage/audit_mutations.h"

#include <algorithm>

#include "storage/audit_chain.h"
#include "storage/audit_codec.h"

namespace counterpoint::storage {

absl::Status AppendAudit::Stage(Staging& staging) {
  auto head = GetAuditHead(staging, chain_);
  if (!head.ok()) return head.status();
  for (const AuditEvent& event : events_) StageAuditEntry(staging, chain_, event, *head);
  return absl::OkStatus();
}

absl::Status TrimAuditChain::Stage(Staging& staging) {
  auto head = GetAuditHead(staging, chain_);
  if (!head.ok()) return head.status();
  std::vector<AuditEntry> old;
  const std::int64_t first = head->trimmed_sequence + 1;
  const std::int64_t last = std::min(head->trimmed_sequence + kAuditBatch, head->sequence);
  for (std::int64_t sequence = first; sequence <= last; ++sequence) {
    const auto value = staging.Get(ColumnFamily::kAudit, AuditEntryKey(chain_, sequence));
    if (!value.ok()) return value.status();
    // A gap is for the verification to tell of: the front must not pass over it.
    if (!value->has_value()) break;
    std::string chain;
    auto entry = DecodeAuditEntry(**value, chain);
    if (!entry.ok()) return entry.status();
    if (absl::ToUnixMicros(entry->time) >= before_micros_) break;
    old.push_back(*std::move(entry));
  }
  if (old.empty()) return absl::OkStatus();
  for (std::int64_t sequence = first; sequence < first + static_cast<std::int64_t>(old.size());
       ++sequence) {
    staging.Delete(ColumnFamily::kAudit, AuditEntryKey(chain_, sequence));
    staging.Delete(ColumnFamily::kAudit, AuditNamesKey(chain_, sequence));
  }
  trimmed_ = static_cast<std::int64_t>(old.size());
  head->trimmed_sequence += trimmed_;
  head->trimmed_hash = old.back().hash;
  StageAuditHead(staging, chain_, *head);
  return absl::OkStatus();
}

absl::Status EraseNames::Stage(Staging& staging) {
  for (const std::int64_t sequence : sequences_) {
    const std::string key = AuditNamesKey(chain_, sequence);
    const auto value = staging.Get(ColumnFamily::kAudit, key);
    if (!value.ok()) return value.status();
    if (!value->has_value()) continue;  // Retention was quicker.
    const auto present = DecodeAuditNames(**value);
    if (!present.ok()) return present.status();
    std::vector<AuditEntry::Name> left = *present;
    std::int64_t erased = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i].name.empty() || !is_erased_(*present, i)) continue;
      left[i].name.clear();
      ++erased;
    }
    if (erased > 0) staging.Put(ColumnFamily::kAudit, key, EncodeAuditNames(left));
    erased_ += erased;
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::storage
