// Requests of AuditService. Every violation is collected with its path from the
// request. Page tokens are opaque here.
#pragma once

#include "counterpoint/v1/audit_service.pb.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// The parent of what belongs to no alliance.
inline constexpr char kServerParent[] = "server";

void Check(const v1::ListAuditEntriesRequest& request, Violations& violations);
void Check(const v1::GetAuditHeadRequest& request, Violations& violations);
void Check(const v1::VerifyAuditRequest& request, Violations& violations);

}  // namespace counterpoint::validation
