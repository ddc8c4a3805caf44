// The RecommendationService.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/operations.h"
#include "clients/cpp/pages.h"
#include "clients/cpp/recommendation_streams.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe; streams may outlive it. Errors are those that the proto names,
// beside UNAVAILABLE and DEADLINE_EXCEEDED.
class Recommendations {
 public:
  Recommendations(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  // Begins a refresh; see RefreshAndAwait().
  absl::StatusOr<v1::Operation> Refresh(const v1::RefreshRecommendationsRequest& request) const;
  // One page of a member's list, as it is shown.
  absl::StatusOr<v1::ListRecommendationsResponse> List(
      const v1::ListRecommendationsRequest& request) const;
  // All lists of one generation. A broken stream is made again from where it was.
  std::unique_ptr<RecommendationExport> Read(v1::ReadRecommendationsRequest request) const;
  absl::StatusOr<v1::Generation> GetGeneration(const v1::GetGenerationRequest& request) const;
  // The newest first. `request.page_token` says where to begin.
  Pages<v1::Generation> ListGenerations(v1::ListGenerationsRequest request) const;
  absl::StatusOr<v1::Generation> RollBack(const v1::RollBackRecommendationsRequest& request) const;
  // One page, which has the totals too.
  absl::StatusOr<v1::CompareGenerationsResponse> Compare(
      const v1::CompareGenerationsRequest& request) const;
  // Goes on across broken connections; nothing is lost or told twice.
  std::unique_ptr<RecommendationWatch> Watch(v1::WatchRecommendationChangesRequest request) const;
  absl::StatusOr<v1::RecommendationDigest> GetDigest(
      const v1::GetRecommendationDigestRequest& request) const;

  // Refreshes, waits for the end and gets the generation. Errors: those of Refresh(),
  // of the operation where it failed, CANCELLED where it was cancelled here or
  // elsewhere, DEADLINE_EXCEEDED (it goes on then).
  absl::StatusOr<v1::Generation> RefreshAndAwait(const v1::RefreshRecommendationsRequest& request,
                                                 const AwaitOptions& options = {}) const;

 private:
  const ConnectionOptions options_;
  std::shared_ptr<v1::RecommendationService::StubInterface> stub_;
  Caller caller_;
  Operations operations_;
};

}  // namespace counterpoint::client
