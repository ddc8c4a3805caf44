// The methods of RecommendationService that show generations.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of recommendation_service.proto. Thread-safe.
class GenerationReads {
 public:
  explicit GenerationReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Generation> Get(const v1::GetGenerationRequest& request) const;
  absl::StatusOr<v1::ListGenerationsResponse> List(const v1::ListGenerationsRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
