#include "service/validation/operation_requests.h"

#include "absl/time/time.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 1000;
constexpr absl::Duration kLongestWait = absl::Seconds(60);

}  // namespace

void Check(const v1::GetOperationRequest& request, Violations& violations) {
  CheckOperationName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::ListOperationsRequest& request, Violations& violations) {
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
}

void Check(const v1::WaitOperationRequest& request, Violations& violations) {
  CheckOperationName(FieldPath("name"), request.name(), violations);
  CheckDuration(FieldPath("timeout"), request.timeout(), kLongestWait, violations);
}

void Check(const v1::WatchOperationRequest& request, Violations& violations) {
  CheckOperationName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::CancelOperationRequest& request, Violations& violations) {
  CheckOperationName(FieldPath("name"), request.name(), violations);
}

}  // namespace counterpoint::validation
