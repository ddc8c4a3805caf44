// Alliances that callers hand in.
#pragma once

#include "counterpoint/v1/alliance.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All fields but the name and the output-only ones, which are not looked at.
// Topics that pass can be added to the built-in thesaurus.
void CheckAlliance(const FieldPath& path, const v1::Alliance& alliance, Violations& violations);

}  // namespace counterpoint::validation
