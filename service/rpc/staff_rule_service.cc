#include "service/rpc/staff_rule_service.h"

#include "service/rpc/unary_call.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* StaffRuleService::CreateStaffRule(
    grpc::CallbackServerContext* context, const v1::CreateStaffRuleRequest* request,
    v1::StaffRule* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Create(r); });
}

grpc::ServerUnaryReactor* StaffRuleService::GetStaffRule(grpc::CallbackServerContext* context,
                                                         const v1::GetStaffRuleRequest* request,
                                                         v1::StaffRule* response) {
  return RunInline(gate_, context, request, response,
                   [this](const auto& r) { return reads_.Get(r); });
}

grpc::ServerUnaryReactor* StaffRuleService::ListStaffRules(grpc::CallbackServerContext* context,
                                                           const v1::ListStaffRulesRequest* request,
                                                           v1::ListStaffRulesResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.List(r); });
}

grpc::ServerUnaryReactor* StaffRuleService::EndStaffRule(grpc::CallbackServerContext* context,
                                                         const v1::EndStaffRuleRequest* request,
                                                         v1::StaffRule* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.End(r); });
}

}  // namespace counterpoint::service
