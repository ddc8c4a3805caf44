// Entries of the audit trail as the API shows them.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/audit_service.pb.h"
#include "storage/audit.h"

namespace counterpoint::service {

// Errors: DATA_LOSS.
absl::StatusOr<v1::AuditEntry> AuditEntryMessage(const storage::AuditEntry& entry);

}  // namespace counterpoint::service
