#include "service/sessions/plan_difference.h"

#include "absl/container/flat_hash_map.h"
#include "service/sessions/session_case.h"

namespace counterpoint::service {

v1::PlanDifference DifferenceOf(const v1::SessionPlan& before, const v1::SessionPlan& after) {
  absl::flat_hash_map<IdPair, const v1::PlannedMeeting*> old;
  for (const v1::PlannedMeeting& meeting : before.meetings()) {
    old.emplace(IdPairOf(meeting.pair()), &meeting);
  }
  v1::PlanDifference difference;
  int unchanged = 0;
  for (const v1::PlannedMeeting& meeting : after.meetings()) {
    const auto found = old.find(IdPairOf(meeting.pair()));
    if (found == old.end()) {
      *difference.add_added() = meeting;
      continue;
    }
    const v1::PlannedMeeting& was = *found->second;
    old.erase(found);
    if (was.slot() == meeting.slot() && was.table() == meeting.table()) {
      ++unchanged;
      continue;
    }
    v1::PlanDifference::Move& move =
        was.slot() == meeting.slot() ? *difference.add_reseated() : *difference.add_moved();
    *move.mutable_from() = was;
    *move.mutable_to() = meeting;
  }
  for (const v1::PlannedMeeting& meeting : before.meetings()) {
    if (old.contains(IdPairOf(meeting.pair()))) *difference.add_removed() = meeting;
  }
  difference.set_unchanged(unchanged);
  return difference;
}

}  // namespace counterpoint::service
