// Commands of the server's program as the audit trail keeps them.
#pragma once

#include "absl/strings/string_view.h"
#include "storage/audit.h"

namespace counterpoint::service {

// Of "counterpointd backup" and its like, by whoever runs this process.
storage::AuditEvent EventOfCommand(absl::string_view command);

}  // namespace counterpoint::service
