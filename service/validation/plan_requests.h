// Requests of PlanService, as far as they can be judged without the session that
// they are about. Every violation is collected with its path from the request.
#pragma once

#include "counterpoint/v1/plan_service.pb.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

inline constexpr double kLeastEffort = 0.1;
inline constexpr double kMostEffort = 100;
inline constexpr int kMostJudgedChanges = 20;

void Check(const v1::PlanSessionRequest& request, Violations& violations);
void Check(const v1::RepairPlanRequest& request, Violations& violations);
void Check(const v1::EditPlanRequest& request, Violations& violations);
void Check(const v1::JudgeSessionChangesRequest& request, Violations& violations);
void Check(const v1::GetPlanRequest& request, Violations& violations);
void Check(const v1::ListPlansRequest& request, Violations& violations);
// The two have to be of one session.
void Check(const v1::ComparePlansRequest& request, Violations& violations);
void Check(const v1::PublishPlanRequest& request, Violations& violations);
void Check(const v1::DeletePlanRequest& request, Violations& violations);

}  // namespace counterpoint::validation
