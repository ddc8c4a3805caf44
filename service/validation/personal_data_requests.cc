#include "service/validation/personal_data_requests.h"

#include "service/validation/name_check.h"

namespace counterpoint::validation {

void Check(const v1::ExportMemberDataRequest& request, Violations& violations) {
  CheckMemberName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::EraseMemberRequest& request, Violations& violations) {
  CheckMemberName(FieldPath("name"), request.name(), violations);
}

}  // namespace counterpoint::validation
