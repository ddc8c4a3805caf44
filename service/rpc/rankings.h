// The methods of MatchingService.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/matching_service.pb.h"
#include "service/access/caller.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of matching_service.proto. Thread-safe.
class Rankings {
 public:
  explicit Rankings(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::RecommendPartnersResponse> RecommendPartners(
      const v1::RecommendPartnersRequest& request, const Caller& caller) const;
  absl::StatusOr<v1::MatchNeedResponse> MatchNeed(const v1::MatchNeedRequest& request,
                                                  const Caller& caller) const;
  absl::StatusOr<v1::ListSimilarMembersResponse> ListSimilarMembers(
      const v1::ListSimilarMembersRequest& request) const;
  absl::StatusOr<v1::ExplainMatchResponse> ExplainMatch(const v1::ExplainMatchRequest& request,
                                                        const Caller& caller) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
