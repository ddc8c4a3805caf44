#include "service/rpc/alliance_service.h"

#include "service/rpc/unary_call.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* AllianceService::CreateAlliance(grpc::CallbackServerContext* context,
                                                          const v1::CreateAllianceRequest* request,
                                                          v1::Alliance* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Create(r); });
}

grpc::ServerUnaryReactor* AllianceService::GetAlliance(grpc::CallbackServerContext* context,
                                                       const v1::GetAllianceRequest* request,
                                                       v1::Alliance* response) {
  return RunInline(gate_, context, request, response,
                   [this](const auto& r) { return reads_.Get(r); });
}

grpc::ServerUnaryReactor* AllianceService::ListAlliances(grpc::CallbackServerContext* context,
                                                         const v1::ListAlliancesRequest* request,
                                                         v1::ListAlliancesResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r, const Caller& caller) { return reads_.List(r, caller); });
}

grpc::ServerUnaryReactor* AllianceService::UpdateAlliance(grpc::CallbackServerContext* context,
                                                          const v1::UpdateAllianceRequest* request,
                                                          v1::Alliance* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Update(r); });
}

grpc::ServerUnaryReactor* AllianceService::DeleteAlliance(grpc::CallbackServerContext* context,
                                                          const v1::DeleteAllianceRequest* request,
                                                          google::protobuf::Empty* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Delete(r); });
}

grpc::ServerUnaryReactor* AllianceService::ListTopics(grpc::CallbackServerContext* context,
                                                      const v1::ListTopicsRequest* request,
                                                      v1::ListTopicsResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.ListTopics(r); });
}

}  // namespace counterpoint::service
