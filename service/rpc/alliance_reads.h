// The reads of AllianceService.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/alliance_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of alliance_service.proto. Thread-safe.
class AllianceReads {
 public:
  explicit AllianceReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Alliance> Get(const v1::GetAllianceRequest& request) const;
  absl::StatusOr<v1::ListAlliancesResponse> List(const v1::ListAlliancesRequest& request) const;
  absl::StatusOr<v1::ListTopicsResponse> ListTopics(const v1::ListTopicsRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
