#include "clients/cpp/recommendations.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cpp/error.h"

namespace counterpoint::client {
namespace {

using Stub = v1::RecommendationService::StubInterface;

}  // namespace

Recommendations::Recommendations(const std::shared_ptr<grpc::Channel>& channel,
                                 const ConnectionOptions& options)
    : options_(options),
      stub_(v1::RecommendationService::NewStub(channel)),
      caller_(options),
      operations_(channel, options) {}

absl::StatusOr<v1::Operation> Recommendations::Refresh(
    const v1::RefreshRecommendationsRequest& request) const {
  return caller_.Call(*stub_, &Stub::RefreshRecommendations, WithRequestId(request));
}

absl::StatusOr<v1::ListRecommendationsResponse> Recommendations::List(
    const v1::ListRecommendationsRequest& request) const {
  return caller_.Call(*stub_, &Stub::ListRecommendations, request);
}

std::unique_ptr<RecommendationExport> Recommendations::Read(
    v1::ReadRecommendationsRequest request) const {
  return std::make_unique<RecommendationExport>(stub_, options_, std::move(request));
}

absl::StatusOr<v1::Generation> Recommendations::GetGeneration(
    const v1::GetGenerationRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetGeneration, request);
}

Pages<v1::Generation> Recommendations::ListGenerations(v1::ListGenerationsRequest request) const {
  return FetchPages<v1::Generation>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListGenerationsRequest& page) {
        return caller.Call(*stub, &Stub::ListGenerations, page);
      },
      [](v1::ListGenerationsResponse& response) { return response.mutable_generations(); });
}

absl::StatusOr<v1::Generation> Recommendations::RollBack(
    const v1::RollBackRecommendationsRequest& request) const {
  return caller_.Call(*stub_, &Stub::RollBackRecommendations, request);
}

absl::StatusOr<v1::CompareGenerationsResponse> Recommendations::Compare(
    const v1::CompareGenerationsRequest& request) const {
  return caller_.Call(*stub_, &Stub::CompareGenerations, request);
}

std::unique_ptr<RecommendationWatch> Recommendations::Watch(
    v1::WatchRecommendationChangesRequest request) const {
  return std::make_unique<RecommendationWatch>(stub_, options_, std::move(request));
}

absl::StatusOr<v1::RecommendationDigest> Recommendations::GetDigest(
    const v1::GetRecommendationDigestRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetRecommendationDigest, request);
}

absl::StatusOr<v1::Generation> Recommendations::RefreshAndAwait(
    const v1::RefreshRecommendationsRequest& request, const AwaitOptions& options) const {
  const auto begun = Refresh(request);
  if (!begun.ok()) return begun.status();
  const auto ended = operations_.AwaitEnd(begun->name(), options);
  if (!ended.ok()) return ended.status();
  if (ended->state() == v1::Operation::FAILED) return FromProto(ended->error());
  if (ended->state() == v1::Operation::CANCELLED) {
    return absl::CancelledError(absl::StrCat(ended->name(), " was cancelled"));
  }
  v1::GetGenerationRequest made;
  made.set_name(ended->result());
  return GetGeneration(made);
}

}  // namespace counterpoint::client
