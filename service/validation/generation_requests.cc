#include "service/validation/generation_requests.h"

#include "service/conversion/resource_name.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 1000;

void CheckName(const FieldPath& path, absl::string_view name, Violations& violations) {
  if (conversion::ParseGenerationName(name)) return;
  violations.Add(path,
                 "must be alliances/{alliance}/generations/{number}, or "
                 "alliances/{alliance}/generations/current");
}

}  // namespace

void Check(const v1::RefreshRecommendationsRequest& request, Violations& violations) {
  const auto alliance = CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckInRange(FieldPath("list_size"), request.list_size(), 0, kMostListSize, violations);
  if (request.has_as_of_time()) {
    CheckTimestamp(FieldPath("as_of_time"), request.as_of_time(), violations);
  }
  if (!request.policy_proposal().empty()) {
    const auto proposal = conversion::ParsePolicyProposalName(request.policy_proposal());
    if (!proposal) {
      violations.Add(FieldPath("policy_proposal"),
                     "must be alliances/{alliance}/policyProposals/{number}");
    } else if (alliance && proposal->alliance != *alliance) {
      violations.Add(FieldPath("policy_proposal"), "must be of the alliance that is the parent");
    }
  }
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::GetGenerationRequest& request, Violations& violations) {
  CheckName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::ListGenerationsRequest& request, Violations& violations) {
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
}

void Check(const v1::RollBackRecommendationsRequest& request, Violations& violations) {
  CheckName(FieldPath("generation"), request.generation(), violations);
}

}  // namespace counterpoint::validation
