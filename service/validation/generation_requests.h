// Requests of RecommendationService that make, show and choose generations. Every
// violation is collected with its path from the request.
#pragma once

#include "counterpoint/v1/recommendation_service.pb.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

inline constexpr int kMostListSize = 200;

// The proposal has to be of the alliance.
void Check(const v1::RefreshRecommendationsRequest& request, Violations& violations);
void Check(const v1::GetGenerationRequest& request, Violations& violations);
void Check(const v1::ListGenerationsRequest& request, Violations& violations);
void Check(const v1::RollBackRecommendationsRequest& request, Violations& violations);

}  // namespace counterpoint::validation
