// The reads of AllianceService.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "counterpoint/v1/alliance_service.pb.h"
#include "service/access/caller.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of alliance_service.proto. Thread-safe.
class AllianceReads {
 public:
  explicit AllianceReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Alliance> Get(const v1::GetAllianceRequest& request) const;
  // To a caller of one alliance there is no other.
  absl::StatusOr<v1::ListAlliancesResponse> List(const v1::ListAlliancesRequest& request,
                                                 const Caller& caller) const;
  absl::StatusOr<v1::ListTopicsResponse> ListTopics(const v1::ListTopicsRequest& request) const;

 private:
  absl::StatusOr<v1::ListAlliancesResponse> ListOne(const v1::ListAlliancesRequest& request,
                                                    const std::string& alliance) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
