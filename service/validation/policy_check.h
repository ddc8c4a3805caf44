// Policies that callers hand in.
#pragma once

#include "counterpoint/v1/policy.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All fields but the version, which is output only.
void CheckPolicy(const FieldPath& path, const v1::Policy& policy, Violations& violations);

}  // namespace counterpoint::validation
