// A plan as a board: who sits where, slot by slot.
#pragma once

#include <vector>

#include "clients/cli/plan_setting.h"
#include "clients/cli/table.h"
#include "counterpoint/v1/plan.pb.h"

namespace counterpoint::cli {

// Slots by tables, each meeting with the names of its two participants. Where
// `width` cells do not hold all tables, names are cut so that something of both
// is left; where they would become too short, there is a board for some tables
// and one for the next, until all are shown. 0 stands for any width. Slots and
// tables that the session no longer has come last.
std::vector<Table> PlanBoards(const v1::SessionPlan& plan, const PlanSetting& setting, int width);

// Two names in `width` cells: "Studio O… - 音乐学…". The shorter one leaves what it
// does not need to the other.
std::string TwoNames(const std::string& first, const std::string& second, int width);

}  // namespace counterpoint::cli
