// Plans as matching makes them, as messages.
#pragma once

#include <vector>

#include "counterpoint/v1/plan.pb.h"
#include "matching/session/plan_session.h"
#include "matching/session/repair.h"
#include "matching/session/what_if.h"
#include "service/sessions/session_case.h"

namespace counterpoint::service {

// Meetings by slot, then in the order of tables; unplaced; loads, of participants
// of the session and whoever else meets; and what a quality has that can be
// counted. No words. A table that is kNoTable is empty.
v1::SessionPlan MessageOf(const PlanCase& plan_case, std::vector<matching::PlacedMeeting> meetings,
                          const std::vector<matching::UnplacedMeeting>& unplaced);

// The same with proofs and conflicts.
v1::SessionPlan MessageOf(const PlanCase& plan_case, const matching::SessionPlan& plan);

v1::StandBy MessageOf(const PlanCase& plan_case, const matching::StandBy& stand_by);

v1::SessionChange MessageOf(const PlanCase& plan_case, const matching::SessionChange& change);

// The worth of a change, without words.
v1::ChangeWorth MessageOf(const PlanCase& plan_case, const matching::SessionChange& change,
                          const matching::ChangeWorth& worth);

}  // namespace counterpoint::service
