#include "service/validation/learning_requests.h"

#include <string>

#include "absl/time/time.h"
#include "service/conversion/timestamp.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 1000;
constexpr double kMostRegularisation = 1000;
// Of bytes, of which a Chinese character takes three.
constexpr TextForm kAuthor{300, false, true};
constexpr TextForm kReason{3000, true, false};

template <typename Request>
void CheckDecision(const Request& request, Violations& violations) {
  CheckPolicyProposalName(FieldPath("name"), request.name(), violations);
  CheckText(FieldPath("author"), request.author(), kAuthor, violations);
  CheckText(FieldPath("reason"), request.reason(), kReason, violations);
}

}  // namespace

void Check(const v1::LearnPolicyRequest& request, Violations& violations) {
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckTimestamp(FieldPath("start_time"), request.start_time(), violations);
  CheckTimestamp(FieldPath("end_time"), request.end_time(), violations);
  if (request.has_start_time() && request.has_end_time() &&
      conversion::ToTime(request.end_time()) <= conversion::ToTime(request.start_time())) {
    violations.Add(FieldPath("end_time"), "must be after start_time");
  }
  if (!(request.regularisation() >= 0 && request.regularisation() <= kMostRegularisation)) {
    violations.Add(FieldPath("regularisation"), "must be 0, for the default, to 1000");
  }
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::GetPolicyProposalRequest& request, Violations& violations) {
  CheckPolicyProposalName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::ListPolicyProposalsRequest& request, Violations& violations) {
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
}

void Check(const v1::AdoptPolicyProposalRequest& request, Violations& violations) {
  CheckDecision(request, violations);
}

void Check(const v1::RejectPolicyProposalRequest& request, Violations& violations) {
  CheckDecision(request, violations);
}

}  // namespace counterpoint::validation
