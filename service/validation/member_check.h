// Members that callers hand in.
#pragma once

#include "counterpoint/v1/member.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All fields but the name and the output-only ones, which are not looked at.
void CheckMember(const FieldPath& path, const v1::Member& member, const Setting& setting,
                 Violations& violations);

// The same for a member that is about to be created: its expire time must lie
// after `setting.now`.
void CheckNewMember(const FieldPath& path, const v1::Member& member, const Setting& setting,
                    Violations& violations);

}  // namespace counterpoint::validation
