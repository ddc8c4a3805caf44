// The method RollBackRecommendations.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of recommendation_service.proto. Thread-safe.
class RecommendationWrites {
 public:
  explicit RecommendationWrites(const Backend& backend) : backend_(backend) {}

  // Waits for the commit to be on disk. What is current already stays so.
  absl::StatusOr<v1::Generation> RollBack(const v1::RollBackRecommendationsRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
