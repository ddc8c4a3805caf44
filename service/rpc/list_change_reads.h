// How stored lists have changed: comparisons and digests.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "service/recommendations/list_sources.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of recommendation_service.proto. Thread-safe.
// Borrows everything.
class ListChangeReads {
 public:
  ListChangeReads(const Backend& backend, ListSources& sources)
      : backend_(backend), sources_(sources) {}

  absl::StatusOr<v1::CompareGenerationsResponse> Compare(
      const v1::CompareGenerationsRequest& request) const;
  absl::StatusOr<v1::RecommendationDigest> Digest(
      const v1::GetRecommendationDigestRequest& request) const;

 private:
  const Backend& backend_;
  ListSources& sources_;
};

}  // namespace counterpoint::service
