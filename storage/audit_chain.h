// Audit chains in the database: entered, read and computed anew.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rocksdb/snapshot.h"
#include "storage/audit.h"
#include "storage/database.h"
#include "storage/staging.h"

namespace counterpoint::storage {

// As of what has been staged. Errors: DATA_LOSS, UNAVAILABLE.
absl::StatusOr<AuditHead> GetAuditHead(const Staging& staging, absl::string_view chain);
// As of the snapshot; null: now.
absl::StatusOr<AuditHead> GetAuditHead(const Database& database, absl::string_view chain,
                                       const rocksdb::Snapshot* snapshot);

// Stages an entry after `head`, the chain's, and moves that on.
void StageAuditEntry(Staging& staging, absl::string_view chain, const AuditEvent& event,
                     AuditHead& head);

void StageAuditHead(Staging& staging, absl::string_view chain, const AuditHead& head);

// As AuditStore::AuditEntries().
absl::StatusOr<std::vector<AuditEntry>> ReadAuditEntries(const Database& database,
                                                         absl::string_view chain,
                                                         std::int64_t first, std::int64_t last,
                                                         const rocksdb::Snapshot* snapshot);

// As AuditStore::VerifyAuditChain().
absl::StatusOr<AuditCheck> CheckAuditChain(const Database& database, absl::string_view chain,
                                           const std::optional<AuditAnchor>& anchor,
                                           const rocksdb::Snapshot* snapshot);

// Names of all chains, in order. Errors: DATA_LOSS, UNAVAILABLE.
absl::StatusOr<std::vector<std::string>> AuditChains(const Database& database);

}  // namespace counterpoint::storage
