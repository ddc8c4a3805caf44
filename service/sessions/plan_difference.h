// What two plans of a session differ in.
#pragma once

#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/plan_service.pb.h"

namespace counterpoint::service {

// By slot, then by table, of the plan in which the meeting is: the old one for
// what was removed, the new one for all else. Scores are not compared.
v1::PlanDifference DifferenceOf(const v1::SessionPlan& before, const v1::SessionPlan& after);

}  // namespace counterpoint::service
