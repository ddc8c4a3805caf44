// Requests of RecommendationService that read stored lists and compare them. Every
// violation is collected with its path from the request. Page and resume tokens are
// opaque here: who reads them judges them.
#pragma once

#include "counterpoint/v1/recommendation_service.pb.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void Check(const v1::ListRecommendationsRequest& request, const Setting& setting,
           Violations& violations);
void Check(const v1::ReadRecommendationsRequest& request, const Setting& setting,
           Violations& violations);
void Check(const v1::CompareGenerationsRequest& request, Violations& violations);
void Check(const v1::WatchRecommendationChangesRequest& request, Violations& violations);
// The moment must not lie after `setting.now`.
void Check(const v1::GetRecommendationDigestRequest& request, const Setting& setting,
           Violations& violations);

}  // namespace counterpoint::validation
