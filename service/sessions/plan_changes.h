// Changes of a session that somebody asks about, as matching has them.
#pragma once

#include <vector>

#include "counterpoint/v1/plan.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "matching/session/what_if.h"
#include "service/sessions/session_case.h"
#include "service/validation/violations.h"

namespace counterpoint::service {

// A violation for each that names what the session does not have, or a pair that is
// not among those that could meet.
std::vector<matching::SessionChange> ChangesOf(
    const PlanCase& plan_case, const google::protobuf::RepeatedPtrField<v1::SessionChange>& changes,
    validation::Violations& violations);

// What is asked where nobody says: a table more, a slot more as far as sessions can
// have so many, and all the time for the three participants that are away most,
// equals in order of id.
std::vector<matching::SessionChange> UsualChanges(const PlanCase& plan_case);

}  // namespace counterpoint::service
