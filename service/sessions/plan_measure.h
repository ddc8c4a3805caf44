// What can be counted in a plan, whoever made it.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/session/session_plan.h"
#include "service/sessions/session_case.h"

namespace counterpoint::service {

// Vectors have an entry for each participant of the case.
struct PlanMeasure {
  std::vector<int> meetings;
  std::vector<int> missing;  // To the least number.
  std::vector<int> breaks;
  std::vector<int> forced_breaks;  // By availability alone, with so many meetings.
  int total_breaks = 0;
  // Breaks (or those beyond forced ones, as the rule has it) of anybody above those
  // of who has least and the difference that is allowed.
  int unfair_breaks = 0;
  int table_changes = 0;
  int missed_wishes = 0;
  double score = 0;
};

// The meetings may go against any rule.
PlanMeasure Measure(const PlanCase& plan_case,
                    const std::vector<matching::PlacedMeeting>& meetings);

}  // namespace counterpoint::service
