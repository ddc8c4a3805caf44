#include "clients/cpp/recommendation_streams.h"

#include <utility>

namespace counterpoint::client {

RecommendationExport::RecommendationExport(
    std::shared_ptr<v1::RecommendationService::StubInterface> stub,
    const ConnectionOptions& options, v1::ReadRecommendationsRequest request)
    : stub_(std::move(stub)),
      request_(std::move(request)),
      stream_(options, [this](grpc::ClientContext* context) {
        return stub_->ReadRecommendations(context, request_);
      }) {}

absl::StatusOr<std::optional<v1::ReadRecommendationsResponse>> RecommendationExport::Next() {
  auto response = stream_.Next();
  if (!response.ok() || !response->has_value()) return response;
  if ((*response)->has_provenance()) {
    // What comes after a break is of the same generation, and says no more than
    // once of which.
    request_.set_generation((*response)->provenance().generation());
    if (begun_) (*response)->clear_provenance();
  }
  begun_ = true;
  if (!(*response)->lists().empty()) {
    request_.set_after((*response)->lists().rbegin()->member());
  }
  return response;
}

RecommendationWatch::RecommendationWatch(
    std::shared_ptr<v1::RecommendationService::StubInterface> stub,
    const ConnectionOptions& options, v1::WatchRecommendationChangesRequest request)
    : stub_(std::move(stub)),
      request_(std::move(request)),
      stream_(options, [this](grpc::ClientContext* context) {
        return stub_->WatchRecommendationChanges(context, request_);
      }) {}

absl::StatusOr<std::optional<v1::WatchRecommendationChangesResponse>> RecommendationWatch::Next() {
  auto response = stream_.Next();
  if (!response.ok() || !response->has_value()) return response;
  if (!(*response)->resume_token().empty()) {
    request_.set_resume_token((*response)->resume_token());
  }
  return response;
}

}  // namespace counterpoint::client
