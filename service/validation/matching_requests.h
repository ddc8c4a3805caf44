// Requests of MatchingService. Every violation is collected with its path from
// the request. Page and attribution tokens are opaque here: who reads them
// judges them.
#pragma once

#include "counterpoint/v1/matching_service.pb.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void Check(const v1::RecommendPartnersRequest& request, const Setting& setting,
           Violations& violations);
void Check(const v1::MatchNeedRequest& request, const Setting& setting, Violations& violations);
void Check(const v1::ListSimilarMembersRequest& request, const Setting& setting,
           Violations& violations);
void Check(const v1::ExplainMatchRequest& request, Violations& violations);
void Check(const v1::WhyNotRequest& request, const Setting& setting, Violations& violations);

}  // namespace counterpoint::validation
