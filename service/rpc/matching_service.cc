#include "service/rpc/matching_service.h"

#include "service/rpc/unary_call.h"
#include "service/rpc/why_not.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* MatchingService::RecommendPartners(
    grpc::CallbackServerContext* context, const v1::RecommendPartnersRequest* request,
    v1::RecommendPartnersResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return rankings_.RecommendPartners(r); });
}

grpc::ServerUnaryReactor* MatchingService::MatchNeed(grpc::CallbackServerContext* context,
                                                     const v1::MatchNeedRequest* request,
                                                     v1::MatchNeedResponse* response) {
  return RunOn(gate_, need_readers_, context, request, response,
               [this](const auto& r) { return rankings_.MatchNeed(r); });
}

grpc::ServerUnaryReactor* MatchingService::ListSimilarMembers(
    grpc::CallbackServerContext* context, const v1::ListSimilarMembersRequest* request,
    v1::ListSimilarMembersResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return rankings_.ListSimilarMembers(r); });
}

grpc::ServerUnaryReactor* MatchingService::ExplainMatch(grpc::CallbackServerContext* context,
                                                        const v1::ExplainMatchRequest* request,
                                                        v1::ExplainMatchResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return rankings_.ExplainMatch(r); });
}

grpc::ServerUnaryReactor* MatchingService::WhyNot(grpc::CallbackServerContext* context,
                                                  const v1::WhyNotRequest* request,
                                                  v1::WhyNotResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return service::WhyNot(backend_, r); });
}

}  // namespace counterpoint::service
