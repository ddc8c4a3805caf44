// The MatchingService.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "counterpoint/v1/matching_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe. Each method answers one page with its provenance; the next one
// is asked for with its `next_page_token`. UNAVAILABLE (the index is being
// built) is waited out within the timeout.
class Matching {
 public:
  Matching(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  absl::StatusOr<v1::RecommendPartnersResponse> RecommendPartners(
      const v1::RecommendPartnersRequest& request) const;
  absl::StatusOr<v1::MatchNeedResponse> MatchNeed(const v1::MatchNeedRequest& request) const;
  absl::StatusOr<v1::ListSimilarMembersResponse> ListSimilarMembers(
      const v1::ListSimilarMembersRequest& request) const;
  absl::StatusOr<v1::ExplainMatchResponse> ExplainMatch(
      const v1::ExplainMatchRequest& request) const;
  absl::StatusOr<v1::WhyNotResponse> WhyNot(const v1::WhyNotRequest& request) const;

 private:
  std::shared_ptr<v1::MatchingService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client
