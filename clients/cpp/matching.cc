#include "clients/cpp/matching.h"

namespace counterpoint::client {

using Stub = v1::MatchingService::StubInterface;

Matching::Matching(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
    : stub_(v1::MatchingService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::RecommendPartnersResponse> Matching::RecommendPartners(
    const v1::RecommendPartnersRequest& request) const {
  return caller_.Call(*stub_, &Stub::RecommendPartners, request);
}

absl::StatusOr<v1::MatchNeedResponse> Matching::MatchNeed(
    const v1::MatchNeedRequest& request) const {
  return caller_.Call(*stub_, &Stub::MatchNeed, request);
}

absl::StatusOr<v1::ListSimilarMembersResponse> Matching::ListSimilarMembers(
    const v1::ListSimilarMembersRequest& request) const {
  return caller_.Call(*stub_, &Stub::ListSimilarMembers, request);
}

absl::StatusOr<v1::ExplainMatchResponse> Matching::ExplainMatch(
    const v1::ExplainMatchRequest& request) const {
  return caller_.Call(*stub_, &Stub::ExplainMatch, request);
}

absl::StatusOr<v1::WhyNotResponse> Matching::WhyNot(const v1::WhyNotRequest& request) const {
  return caller_.Call(*stub_, &Stub::WhyNot, request);
}

}  // namespace counterpoint::client
