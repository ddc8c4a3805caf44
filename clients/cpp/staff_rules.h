// The StaffRuleService.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/pages.h"
#include "counterpoint/v1/staff_rule_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe. Errors are those that the proto names, beside UNAVAILABLE and
// DEADLINE_EXCEEDED.
class StaffRules {
 public:
  StaffRules(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  absl::StatusOr<v1::StaffRule> Create(const v1::CreateStaffRuleRequest& request) const;
  absl::StatusOr<v1::StaffRule> Get(const v1::GetStaffRuleRequest& request) const;
  // `request.page_token` says where to begin.
  Pages<v1::StaffRule> List(v1::ListStaffRulesRequest request) const;
  absl::StatusOr<v1::StaffRule> End(const v1::EndStaffRuleRequest& request) const;

 private:
  std::shared_ptr<v1::StaffRuleService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client
