#include "service/rpc/recommendation_service.h"

#include "service/rpc/unary_call.h"

namespace counterpoint::service {

RecommendationService::RecommendationService(const Backend& backend, WorkerPool& writers,
                                             WorkerPool& readers, BackgroundThreads& background)
    : runs_(backend, background),
      writes_(backend),
      generations_(backend),
      writers_(writers),
      readers_(readers) {
  backend.operations.Register(kRefreshRecommendations,
                              [this](const OperationRequest& request, OperationControl& control) {
                                return runs_.Run(request, control);
                              });
}

grpc::ServerUnaryReactor* RecommendationService::RefreshRecommendations(
    grpc::CallbackServerContext* context, const v1::RefreshRecommendationsRequest* request,
    v1::Operation* response) {
  return RunOn(writers_, context, request, response,
               [this](const auto& r) { return runs_.Refresh(r); });
}

grpc::ServerUnaryReactor* RecommendationService::GetGeneration(
    grpc::CallbackServerContext* context, const v1::GetGenerationRequest* request,
    v1::Generation* response) {
  return RunOn(readers_, context, request, response,
               [this](const auto& r) { return generations_.Get(r); });
}

grpc::ServerUnaryReactor* RecommendationService::ListGenerations(
    grpc::CallbackServerContext* context, const v1::ListGenerationsRequest* request,
    v1::ListGenerationsResponse* response) {
  return RunOn(readers_, context, request, response,
               [this](const auto& r) { return generations_.List(r); });
}

grpc::ServerUnaryReactor* RecommendationService::RollBackRecommendations(
    grpc::CallbackServerContext* context, const v1::RollBackRecommendationsRequest* request,
    v1::Generation* response) {
  return RunOn(writers_, context, request, response,
               [this](const auto& r) { return writes_.RollBack(r); });
}

}  // namespace counterpoint::service
