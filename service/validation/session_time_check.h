// When a session's slots are.
#pragma once

#include "counterpoint/v1/session.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// Fields `time_zone` and `days`: a zone of the IANA database, 1 to 31 days in
// order, 1 to 256 slots in all, each of 1 to 720 minutes, which begins when the
// one before is over, on the day before too. Starts are local times that there
// are once: not those that a change of the clocks leaves out or brings twice.
void CheckSessionTimes(const FieldPath& path, const v1::Session& session, Violations& violations);

}  // namespace counterpoint::validation
