// An alliance's own topics.
#pragma once

#include "counterpoint/v1/alliance.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// The field `topics` of the alliance at this path: at most 2,000. Topics that
// pass can be added to the built-in thesaurus.
void CheckAllianceTopics(const FieldPath& path, const v1::Alliance& alliance,
                         Violations& violations);

}  // namespace counterpoint::validation
