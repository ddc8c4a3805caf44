// Everything that is held about a member.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "counterpoint/v1/personal_data_service.pb.h"
#include "service/audit/audit_trail.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Sends it record by record, and stops where `send` returns false. Contract and errors
// are those of personal_data_service.proto.
absl::Status ExportMemberData(const Backend& backend, AuditTrail& trail,
                              const v1::ExportMemberDataRequest& request,
                              const std::function<bool(const v1::ExportMemberDataResponse&)>& send);

}  // namespace counterpoint::service
