#include "service/sessions/plan_repair.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/conversion/resource_name.h"
#include "service/sessions/plan_message.h"

namespace counterpoint::service {
namespace {

using matching::PairRule;
using matching::PlacedMeeting;
using matching::SlotSet;
using validation::FieldPath;
using validation::Violations;

std::optional<std::size_t> FindParticipant(const PlanCase& plan_case, const std::string& name) {
  const auto parsed = conversion::ParseMemberName(name);
  return parsed ? plan_case.FindMember(parsed->member) : std::nullopt;
}

}  // namespace

std::vector<IdPair> MeetingPairsOf(const v1::SessionPlan& plan) {
  std::vector<IdPair> pairs;
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    pairs.push_back(IdPairOf(meeting.pair()));
  }
  return pairs;
}

PlanRepair::PlanRepair(PlanCase& plan_case, const v1::SessionPlan& plan,
                       const v1::RepairPlanRequest& request, int first_open_slot,
                       Violations& violations)
    : case_(plan_case), request_(request), first_open_slot_(first_open_slot) {
  TakeOver(plan);
  TakeNoShows(violations);
  TakeLateArrivals(violations);
  TakeLostTables(violations);
  TakeLongerMeetings(violations);
}

void PlanRepair::TakeOver(const v1::SessionPlan& plan) {
  std::set<std::pair<int, std::size_t>> busy;   // Slot and participant.
  std::set<std::pair<int, std::size_t>> taken;  // Slot and table.
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    const std::size_t pair = *case_.FindPair(IdPairOf(meeting.pair()));
    matching::CandidatePair& two = case_.session.pairs[pair].candidate;
    case_.scores[pair] = meeting.score();
    const auto slot = case_.slots.Find(meeting.slot());
    const auto known = case_.FindTable(meeting.table());
    const std::size_t table = known ? *known : case_.AddClosedTable(meeting.table());
    const bool is_possible = slot && busy.count({*slot, two.first}) == 0 &&
                             busy.count({*slot, two.second}) == 0 &&
                             taken.count({*slot, table}) == 0;
    if (!is_possible) {
      if (two.rule == PairRule::kMay) two.rule = PairRule::kMust;
      continue;
    }
    busy.insert({*slot, two.first});
    busy.insert({*slot, two.second});
    taken.insert({*slot, table});
    published_.push_back({pair, *slot, table});
  }
}

void PlanRepair::TakeNoShows(Violations& violations) {
  const FieldPath root;
  const SlotSet to_come = SlotSet::Range(first_open_slot_, case_.slots.size());
  for (int i = 0; i < request_.no_shows_size(); ++i) {
    const auto absent = FindParticipant(case_, request_.no_shows(i));
    if (!absent) {
      violations.Add(root.Item("no_shows", i), "takes no part in session or plan");
      continue;
    }
    case_.session.participants[*absent].available -= to_come;
    case_.session.participants[*absent].quota.least = 0;
    for (matching::SessionPair& pair : case_.session.pairs) {
      matching::CandidatePair& two = pair.candidate;
      if (two.first == *absent || two.second == *absent) two.rule = PairRule::kMustNot;
    }
  }
}

void PlanRepair::TakeLateArrivals(Violations& violations) {
  const FieldPath root;
  for (int i = 0; i < request_.late_arrivals_size(); ++i) {
    const v1::RepairPlanRequest::LateArrival& late = request_.late_arrivals(i);
    const FieldPath path = root.Item("late_arrivals", i);
    const auto participant = FindParticipant(case_, late.participant());
    const auto from = case_.slots.Find(late.from_slot());
    if (!participant) {
      violations.Add(path.Field("participant"), "takes no part in session or plan");
    }
    if (!from) violations.Add(path.Field("from_slot"), "is no slot of the session");
    if (participant && from) {
      case_.session.participants[*participant].available -= SlotSet::Range(0, *from);
    }
  }
}

void PlanRepair::TakeLostTables(Violations& violations) {
  const FieldPath root;
  const SlotSet to_come = SlotSet::Range(first_open_slot_, case_.slots.size());
  for (int i = 0; i < request_.lost_tables_size(); ++i) {
    const auto table = case_.FindTable(request_.lost_tables(i));
    if (table) {
      case_.session.tables[*table].open -= to_come;
    } else {
      violations.Add(root.Item("lost_tables", i), "is no table of session or plan");
    }
  }
}

void PlanRepair::TakeLongerMeetings(Violations& violations) {
  const FieldPath root;
  for (int i = 0; i < request_.longer_meetings_size(); ++i) {
    const v1::RepairPlanRequest::LongerMeeting& longer = request_.longer_meetings(i);
    const auto pair = case_.FindPair(IdPairOf(longer.pair()));
    const auto meeting = std::find_if(
        published_.begin(), published_.end(),
        [&](const PlacedMeeting& candidate) { return pair && candidate.pair == *pair; });
    if (meeting == published_.end()) {
      const FieldPath path = root.Item("longer_meetings", i);
      violations.Add(path.Field("pair"), "has no meeting in the plan, or not one that can be held");
      continue;
    }
    matching::SessionPair& held = case_.session.pairs[*pair];
    held.fixed_slot = meeting->slot;
    held.fixed_table = meeting->table;
    const int end =
        std::min(case_.slots.DayEnd(meeting->slot), meeting->slot + 1 + longer.more_slots());
    const SlotSet after = SlotSet::Range(meeting->slot + 1, end);
    case_.session.participants[held.candidate.first].available -= after;
    case_.session.participants[held.candidate.second].available -= after;
    case_.session.tables[meeting->table].open -= after;
  }
}

matching::RepairResult PlanRepair::Run(const matching::SearchControl& control) const {
  matching::RepairTask task{.session = case_.session, .published = published_};
  task.first_open_slot = first_open_slot_;
  if (request_.has_most_moved()) task.most_moved = request_.most_moved();
  task.fill = request_.fill();
  return matching::Repair(task, {}, control);
}

v1::SessionPlan MessageOf(const PlanCase& plan_case, const matching::RepairResult& result) {
  v1::SessionPlan plan = MessageOf(plan_case, result.meetings, result.unplaced);
  for (const matching::StandBy& stand_by : result.stand_bys) {
    *plan.add_stand_bys() = MessageOf(plan_case, stand_by);
  }
  return plan;
}

}  // namespace counterpoint::service
