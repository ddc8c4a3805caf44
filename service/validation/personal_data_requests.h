// Requests of PersonalDataService. Every violation is collected with its path from the
// request.
#pragma once

#include "counterpoint/v1/personal_data_service.pb.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void Check(const v1::ExportMemberDataRequest& request, Violations& violations);
void Check(const v1::EraseMemberRequest& request, Violations& violations);

}  // namespace counterpoint::validation
