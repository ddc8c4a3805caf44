// Filters in requests and rules.
#pragma once

#include "counterpoint/v1/member_filter.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// At most 1,000 members and 200 values of every other field.
void CheckFilter(const FieldPath& path, const v1::MemberFilter& filter, const Setting& setting,
                 Violations& violations);

// True where no field is set, so that the filter holds for every member.
bool IsEmpty(const v1::MemberFilter& filter);

}  // namespace counterpoint::validation
