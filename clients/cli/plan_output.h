// What commands print of a plan.
#pragma once

#include "clients/cli/plan_setting.h"
#include "clients/cli/session.h"
#include "counterpoint/v1/plan.pb.h"

namespace counterpoint::cli {

// Prints a table below an empty line, unless it is empty.
void PrintBelow(Session& session, const Table& table);

// Prints a table whose last column has sentences: they are not cut, wherever the
// line ends.
void PrintWhole(Session& session, const Table& table);

// Meetings without a slot, what changes would help, what goes against the rules,
// and stand-bys.
void ShowFaults(Session& session, const v1::SessionPlan& plan, const PlanSetting& setting);

// Summary, why it cannot be done better, and ShowFaults(); or the plan as JSON. The
// exit code becomes kUnplaced where meetings have no slot.
void ShowMadePlan(Session& session, const v1::SessionPlan& plan, const PlanSetting& setting);

}  // namespace counterpoint::cli
