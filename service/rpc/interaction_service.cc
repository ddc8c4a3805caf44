#include "service/rpc/interaction_service.h"

#include "service/rpc/unary_call.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* InteractionService::BatchRecordInteractions(
    grpc::CallbackServerContext* context, const v1::BatchRecordInteractionsRequest* request,
    v1::BatchRecordInteractionsResponse* response) {
  return RunOn(writers_, context, request, response,
               [this](const auto& r) { return writes_.BatchRecord(r); });
}

grpc::ServerUnaryReactor* InteractionService::GetInteraction(
    grpc::CallbackServerContext* context, const v1::GetInteractionRequest* request,
    v1::Interaction* response) {
  return RunInline(context, request, response, [this](const auto& r) { return reads_.Get(r); });
}

grpc::ServerUnaryReactor* InteractionService::ListInteractions(
    grpc::CallbackServerContext* context, const v1::ListInteractionsRequest* request,
    v1::ListInteractionsResponse* response) {
  return RunOn(readers_, context, request, response,
               [this](const auto& r) { return reads_.List(r); });
}

grpc::ServerUnaryReactor* InteractionService::DeleteInteraction(
    grpc::CallbackServerContext* context, const v1::DeleteInteractionRequest* request,
    google::protobuf::Empty* response) {
  return RunOn(writers_, context, request, response,
               [this](const auto& r) { return writes_.Delete(r); });
}

}  // namespace counterpoint::service
