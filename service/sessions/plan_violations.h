// What in a plan goes against the rules of its session as they are now.
//
// Reads messages alone and shares nothing with what plans, or prepares planning:
// a mistake there cannot hide here.
#pragma once

#include <vector>

#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/session.pb.h"

namespace counterpoint::service {

// By meeting in the order of the plan, then what is about several meetings, then
// what is about participants, fixed and missing pairs. Without words. A pair that
// must meet and must not (see PlanViolation) only must not. Somebody with fewer
// meetings than its least number, and one that is in the plan and does not take
// part, are told once. Cost: as many steps as there are meetings, rules and slots
// of participants.
std::vector<v1::PlanViolation> FindViolations(const v1::Session& session,
                                              const std::vector<v1::Participant>& participants,
                                              const v1::SessionPlan& plan);

}  // namespace counterpoint::service
