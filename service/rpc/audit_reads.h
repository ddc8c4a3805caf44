// The reads of AuditService.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "counterpoint/v1/audit_service.pb.h"
#include "service/access/caller.h"
#include "service/audit/audit_trail.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of audit_service.proto. Thread-safe.
class AuditReads {
 public:
  AuditReads(const Backend& backend, AuditTrail& trail) : backend_(backend), trail_(trail) {}

  absl::StatusOr<v1::ListAuditEntriesResponse> List(const v1::ListAuditEntriesRequest& request,
                                                    const Caller& caller) const;
  absl::StatusOr<v1::AuditHead> Head(const v1::GetAuditHeadRequest& request,
                                     const Caller& caller) const;
  absl::StatusOr<v1::VerifyAuditResponse> Verify(const v1::VerifyAuditRequest& request,
                                                 const Caller& caller) const;

 private:
  // Where a chain stands, and what the caller sees of it.
  struct Chain {
    std::string name;
    storage::AuditHead head;
    std::int64_t first = 1;  // The first entry to be shown.
  };
  // All that was entered before is in it. Errors: NOT_FOUND, those of AuditStore.
  absl::StatusOr<Chain> Find(const std::string& parent, const Caller& caller) const;

  const Backend& backend_;
  AuditTrail& trail_;
};

}  // namespace counterpoint::service
