#include "clients/cpp/staff_rules.h"

#include <utility>

namespace counterpoint::client {

using Stub = v1::StaffRuleService::StubInterface;

StaffRules::StaffRules(const std::shared_ptr<grpc::Channel>& channel,
                       const ConnectionOptions& options)
    : stub_(v1::StaffRuleService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::StaffRule> StaffRules::Create(const v1::CreateStaffRuleRequest& request) const {
  return caller_.Call(*stub_, &Stub::CreateStaffRule, WithRequestId(request));
}

absl::StatusOr<v1::StaffRule> StaffRules::Get(const v1::GetStaffRuleRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetStaffRule, request);
}

Pages<v1::StaffRule> StaffRules::List(v1::ListStaffRulesRequest request) const {
  return FetchPages<v1::StaffRule>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListStaffRulesRequest& page) {
        return caller.Call(*stub, &Stub::ListStaffRules, page);
      },
      [](v1::ListStaffRulesResponse& response) { return response.mutable_staff_rules(); });
}

absl::StatusOr<v1::StaffRule> StaffRules::End(const v1::EndStaffRuleRequest& request) const {
  return caller_.Call(*stub_, &Stub::EndStaffRule, WithRequestId(request));
}

}  // namespace counterpoint::client
