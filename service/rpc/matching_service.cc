#include "service/rpc/matching_service.h"

#include "service/rpc/unary_call.h"
#include "service/rpc/why_not.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* MatchingService::RecommendPartners(
    grpc::CallbackServerContext* context, const v1::RecommendPartnersRequest* request,
    v1::RecommendPartnersResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r, const Caller& caller) {
                 return rankings_.RecommendPartners(r, caller);
               });
}

grpc::ServerUnaryReactor* MatchingService::MatchNeed(grpc::CallbackServerContext* context,
                                                     const v1::MatchNeedRequest* request,
                                                     v1::MatchNeedResponse* response) {
  return RunOn(
      gate_, need_readers_, context, request, response,
      [this](const auto& r, const Caller& caller) { return rankings_.MatchNeed(r, caller); });
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
  return RunOn(
      gate_, readers_, context, request, response,
      [this](const auto& r, const Caller& caller) { return rankings_.ExplainMatch(r, caller); });
}

grpc::ServerUnaryReactor* MatchingService::WhyNot(grpc::CallbackServerContext* context,
                                                  const v1::WhyNotRequest* request,
                                                  v1::WhyNotResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return service::WhyNot(backend_, r); });
}

}  // namespace counterpoint::service
