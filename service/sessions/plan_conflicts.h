// Why not everything can be planned, as messages.
#pragma once

#include <vector>

#include "counterpoint/v1/plan.pb.h"
#include "matching/session/plan_session.h"
#include "service/sessions/session_case.h"

namespace counterpoint::service {

// Contradictions of the session itself, demands that cannot be met, and rules that
// exclude each other, in this order.
std::vector<v1::ConflictRule> ConflictsOf(const PlanCase& plan_case,
                                          const matching::SessionPlan& plan);

}  // namespace counterpoint::service
