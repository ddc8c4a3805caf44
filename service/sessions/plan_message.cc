#include "service/sessions/plan_message.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "matching/session/table_assignment.h"
#include "service/sessions/plan_conflicts.h"
#include "service/sessions/plan_measure.h"

namespace counterpoint::service {
namespace {

using matching::PlacedMeeting;

// The reason is about the pair as the message has it.
v1::UnplacedReason MessageOf(const matching::UnplacedReason& reason, bool is_turned) {
  v1::UnplacedReason message;
  message.set_outside_window(reason.outside_window);
  message.set_participant_away(is_turned ? reason.second_away : reason.first_away);
  message.set_partner_away(is_turned ? reason.first_away : reason.second_away);
  message.set_participant_busy(is_turned ? reason.second_busy : reason.first_busy);
  message.set_partner_busy(is_turned ? reason.first_busy : reason.second_busy);
  message.set_no_table(reason.no_table);
  message.set_wrong_order(reason.wrong_order);
  message.set_open(reason.open);
  return message;
}

v1::UnplacedMeeting MessageOf(const PlanCase& plan_case,
                              const matching::UnplacedMeeting& unplaced) {
  const matching::CandidatePair& two = plan_case.session.pairs[unplaced.pair].candidate;
  v1::UnplacedMeeting message;
  *message.mutable_pair() = plan_case.PairMessage(unplaced.pair);
  message.set_score(plan_case.scores[unplaced.pair]);
  message.set_must(plan_case.must[unplaced.pair]);
  const bool is_turned = message.pair().participant() != plan_case.MemberName(two.first);
  *message.mutable_reason() = MessageOf(unplaced.reason, is_turned);
  return message;
}

v1::PlanQuality::Proof MessageOf(matching::Proof proof) {
  switch (proof) {
    case matching::Proof::kOptimal:
      return v1::PlanQuality::OPTIMAL;
    case matching::Proof::kImpossible:
      return v1::PlanQuality::IMPOSSIBLE;
    case matching::Proof::kOpen:
      break;
  }
  return v1::PlanQuality::OPEN;
}

void AddLoads(const PlanCase& plan_case, const PlanMeasure& measure, v1::SessionPlan& plan) {
  for (std::size_t p = 0; p < measure.meetings.size(); ++p) {
    if (measure.meetings[p] == 0 && !plan_case.takes_part(p)) continue;
    v1::ParticipantLoad& load = *plan.add_loads();
    load.set_participant(plan_case.MemberName(p));
    load.set_meetings(measure.meetings[p]);
    load.set_missing(measure.missing[p]);
    load.set_breaks(measure.breaks[p]);
    load.set_forced_breaks(measure.forced_breaks[p]);
  }
}

}  // namespace

v1::SessionPlan MessageOf(const PlanCase& plan_case, std::vector<PlacedMeeting> meetings,
                          const std::vector<matching::UnplacedMeeting>& unplaced) {
  std::sort(meetings.begin(), meetings.end(), [](const PlacedMeeting& a, const PlacedMeeting& b) {
    return std::tie(a.slot, a.table, a.pair) < std::tie(b.slot, b.table, b.pair);
  });
  v1::SessionPlan message;
  for (const PlacedMeeting& meeting : meetings) {
    v1::PlannedMeeting& planned = *message.add_meetings();
    *planned.mutable_pair() = plan_case.PairMessage(meeting.pair);
    planned.set_slot(plan_case.slots.name(meeting.slot));
    if (meeting.table != matching::kNoTable) planned.set_table(plan_case.tables[meeting.table]);
    planned.set_score(plan_case.scores[meeting.pair]);
    planned.set_fixed(plan_case.fixed[meeting.pair]);
  }
  for (const matching::UnplacedMeeting& meeting : unplaced) {
    *message.add_unplaced() = MessageOf(plan_case, meeting);
  }
  const PlanMeasure measure = Measure(plan_case, meetings);
  AddLoads(plan_case, measure, message);
  v1::PlanQuality& quality = *message.mutable_quality();
  quality.set_meetings(message.meetings_size());
  quality.set_unplaced(message.unplaced_size());
  quality.set_score(measure.score);
  quality.set_breaks(measure.total_breaks);
  quality.set_unfair_breaks(measure.unfair_breaks);
  quality.set_table_changes(measure.table_changes);
  quality.set_missed_wishes(measure.missed_wishes);
  return message;
}

v1::SessionPlan MessageOf(const PlanCase& plan_case, const matching::SessionPlan& plan) {
  v1::SessionPlan message = MessageOf(plan_case, plan.meetings, plan.unplaced);
  v1::PlanQuality& quality = *message.mutable_quality();
  quality.set_proof(MessageOf(plan.proof));
  quality.set_cut_short(plan.end == matching::PlanEnd::kStopped);
  quality.set_score_proved(plan.choice_proved);
  quality.set_breaks_bound(plan.proof == matching::Proof::kImpossible ? 0 : plan.bound);
  quality.set_unfair_breaks(plan.unfair);
  for (v1::ConflictRule& conflict : ConflictsOf(plan_case, plan)) {
    *message.add_conflict_rules() = std::move(conflict);
  }
  return message;
}

v1::StandBy MessageOf(const PlanCase& plan_case, const matching::StandBy& stand_by) {
  v1::StandBy message;
  *message.mutable_pair() = plan_case.PairMessage(stand_by.pair);
  message.set_slot(plan_case.slots.name(stand_by.slot));
  message.set_table(plan_case.tables[stand_by.table]);
  message.set_score(plan_case.scores[stand_by.pair]);
  return message;
}

v1::SessionChange MessageOf(const PlanCase& plan_case, const matching::SessionChange& change) {
  using Kind = matching::SessionChange::Kind;
  v1::SessionChange message;
  switch (change.kind) {
    case Kind::kMoreTables:
      message.set_more_tables(change.amount);
      break;
    case Kind::kMoreSlots:
      message.set_more_slots(change.amount);
      break;
    case Kind::kMoreTime:
      message.mutable_more_time()->set_participant(plan_case.MemberName(change.participant));
      for (const int slot : change.slots) {
        message.mutable_more_time()->add_slots(plan_case.slots.name(slot));
      }
      break;
    case Kind::kMoreMeetings:
      message.mutable_more_meetings()->set_participant(plan_case.MemberName(change.participant));
      message.mutable_more_meetings()->set_amount(change.amount);
      break;
    case Kind::kLeaveOut:
      *message.mutable_leave_out() = plan_case.PairMessage(change.pair);
      break;
    case Kind::kFreeSlot:
      *message.mutable_free_slot() = plan_case.PairMessage(change.pair);
      break;
    case Kind::kFreeBreaks:
      message.set_free_breaks(true);
      break;
  }
  return message;
}

v1::ChangeWorth MessageOf(const PlanCase& plan_case, const matching::SessionChange& change,
                          const matching::ChangeWorth& worth) {
  v1::ChangeWorth message;
  *message.mutable_change() = MessageOf(plan_case, change);
  message.set_meetings(worth.meetings);
  message.set_score(worth.score * plan_case.score_unit);
  message.set_unplaced(worth.unplaced);
  message.set_missing(worth.missing);
  message.set_breaks(worth.breaks);
  message.set_proved(worth.proved);
  return message;
}

}  // namespace counterpoint::service
