// The reads of OperationService that do not wait.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/operation_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of operation_service.proto. Thread-safe.
class OperationReads {
 public:
  explicit OperationReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Operation> Get(const v1::GetOperationRequest& request) const;
  absl::StatusOr<v1::ListOperationsResponse> List(const v1::ListOperationsRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
