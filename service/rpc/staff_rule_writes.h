// The mutations of StaffRuleService.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "counterpoint/v1/staff_rule_service.pb.h"
#include "service/conversion/resource_name.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// At most so many rules of an alliance are in force at a time.
inline constexpr int kMostRulesInForce = 200;

// Each waits for its commit to be on disk, and holds the lock of the alliance
// alone: they are few, and no two may take the last place. Contracts and errors are
// those of staff_rule_service.proto. Thread-safe.
class StaffRuleWrites {
 public:
  explicit StaffRuleWrites(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::StaffRule> Create(const v1::CreateStaffRuleRequest& request) const;
  absl::StatusOr<v1::StaffRule> End(const v1::EndStaffRuleRequest& request) const;

 private:
  absl::StatusOr<v1::StaffRule> CreateOnce(const std::string& alliance,
                                           const v1::CreateStaffRuleRequest& request) const;
  absl::StatusOr<v1::StaffRule> EndOnce(const conversion::StaffRuleName& name,
                                        const v1::EndStaffRuleRequest& request) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
