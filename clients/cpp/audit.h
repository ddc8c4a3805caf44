// The AuditService.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/pages.h"
#include "counterpoint/v1/audit_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe. Errors are those that the proto names, beside UNAVAILABLE and
// DEADLINE_EXCEEDED.
class Audit {
 public:
  Audit(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  // `request.page_token` says where to begin.
  Pages<v1::AuditEntry> List(v1::ListAuditEntriesRequest request) const;
  absl::StatusOr<v1::AuditHead> Head(const v1::GetAuditHeadRequest& request) const;
  // Goes over the whole chain: as long as ConnectionOptions::search_timeout.
  absl::StatusOr<v1::VerifyAuditResponse> Verify(const v1::VerifyAuditRequest& request) const;

 private:
  std::shared_ptr<v1::AuditService::StubInterface> stub_;
  Caller caller_;
  Caller patient_caller_;
};

}  // namespace counterpoint::client
