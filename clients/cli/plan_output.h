// What commands print of a plan.
#pragma once

#include "clients/cli/plan_setting.h"
#include "clients/cli/session.h"
#include "counterpoint/v1/plan.pb.h"

namespace counterpoint::cli {

// Prints a table below an empty line, unless it is empty.
void PrintBelow(Session& session, const Table& table);

// Summary, why it cannot be done better, meetings without a slot, what changes
// would help, what goes against the rules, and stand-bys; or the plan as JSON. The
// exit code becomes kUnplaced where meetings have no slot.
void ShowMadePlan(Session& session, const v1::SessionPlan& plan, const PlanSetting& setting);

}  // namespace counterpoint::cli
