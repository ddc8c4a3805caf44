// A plan that reality has overtaken, as a task for matching/session/repair.h.
#pragma once

#include <optional>
#include <vector>

#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "matching/planning/search_control.h"
#include "matching/session/repair.h"
#include "service/sessions/session_case.h"
#include "service/validation/violations.h"

namespace counterpoint::service {

// The pairs of a plan's meetings.
std::vector<IdPair> MeetingPairsOf(const v1::SessionPlan& plan);

// What has happened, made part of the case:
// - Who does not come meets nobody any more, and misses nothing.
// - Who comes late is away before.
// - A lost table is closed from the first open slot on.
// - A meeting that takes longer stays where it is, and in the slots after it, of the
//   same day, the two are away and the table is closed.
// A meeting of the plan in a slot that the session has no more, or where somebody or
// the table is taken twice, must be placed anew. Of a pair in the plan the score is
// the plan's.
class PlanRepair {
 public:
  // `plan_case` has all pairs of the plan (CaseInput::also). Names in the request
  // that neither session nor plan have are violations. Borrows all.
  PlanRepair(PlanCase& plan_case, const v1::SessionPlan& plan, const v1::RepairPlanRequest& request,
             int first_open_slot, validation::Violations& violations);

  // REQUIRES: there were no violations.
  matching::RepairResult Run(const matching::SearchControl& control) const;

 private:
  void TakeOver(const v1::SessionPlan& plan);
  void TakeNoShows(validation::Violations& violations);
  void TakeLateArrivals(validation::Violations& violations);
  void TakeLostTables(validation::Violations& violations);
  void TakeLongerMeetings(validation::Violations& violations);

  PlanCase& case_;
  const v1::RepairPlanRequest& request_;
  const int first_open_slot_;
  std::vector<matching::PlacedMeeting> published_;
};

// As a message: a plan with stand-bys, without words.
v1::SessionPlan MessageOf(const PlanCase& plan_case, const matching::RepairResult& result);

}  // namespace counterpoint::service
