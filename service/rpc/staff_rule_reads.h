// The reads of StaffRuleService.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/staff_rule_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of staff_rule_service.proto. Thread-safe.
class StaffRuleReads {
 public:
  explicit StaffRuleReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::StaffRule> Get(const v1::GetStaffRuleRequest& request) const;
  absl::StatusOr<v1::ListStaffRulesResponse> List(const v1::ListStaffRulesRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
