#include "clients/cpp/audit.h"

#include <utility>

namespace counterpoint::client {
namespace {

ConnectionOptions Patient(ConnectionOptions options) {
  options.timeout = options.search_timeout;
  return options;
}

}  // namespace

using Stub = v1::AuditService::StubInterface;

Audit::Audit(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
    : stub_(v1::AuditService::NewStub(channel)),
      caller_(options),
      patient_caller_(Patient(options)) {}

Pages<v1::AuditEntry> Audit::List(v1::ListAuditEntriesRequest request) const {
  return FetchPages<v1::AuditEntry>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListAuditEntriesRequest& page) {
        return caller.Call(*stub, &Stub::ListAuditEntries, page);
      },
      [](v1::ListAuditEntriesResponse& response) { return response.mutable_entries(); });
}

absl::StatusOr<v1::AuditHead> Audit::Head(const v1::GetAuditHeadRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetAuditHead, request);
}

absl::StatusOr<v1::VerifyAuditResponse> Audit::Verify(const v1::VerifyAuditRequest& request) const {
  return patient_caller_.Call(*stub_, &Stub::VerifyAudit, request);
}

}  // namespace counterpoint::client
