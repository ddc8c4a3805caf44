#include "service/sessions/plan_measure.h"

#include <algorithm>
#include <utility>

#include "matching/planning/day_bounds.h"
#include "matching/session/table_assignment.h"

namespace counterpoint::service {
namespace {

using matching::BreakFairness;
using matching::SlotSet;

// What forced breaks depend on.
matching::SessionProblem ProblemWithoutMeetings(const matching::SessionCase& session) {
  matching::SessionProblem problem;
  problem.days = session.days;
  for (int slot = 0; slot < session.slots; ++slot) {
    problem.tables.push_back(static_cast<int>(
        std::count_if(session.tables.begin(), session.tables.end(),
                      [slot](const auto& table) { return table.open.contains(slot); })));
  }
  for (const matching::SessionParticipant& participant : session.participants) {
    problem.participants.push_back({.available = participant.available});
  }
  return problem;
}

// Idle gaps between meetings of one day.
int Breaks(const SlotSet& busy, const SessionSlots& slots) {
  int breaks = 0;
  int last = -1;
  for (const int slot : busy) {
    if (last >= 0 && slot > last + 1 && slot < slots.DayEnd(last)) ++breaks;
    last = slot;
  }
  return breaks;
}

int Unfair(const matching::BreakRule& rule, const PlanMeasure& measure) {
  if (rule.fairness == BreakFairness::kOff || measure.breaks.empty()) return 0;
  std::vector<int> counted = measure.breaks;
  if (rule.fairness == BreakFairness::kBreaksBeyondForced) {
    for (std::size_t p = 0; p < counted.size(); ++p) counted[p] -= measure.forced_breaks[p];
  }
  const int most = *std::min_element(counted.begin(), counted.end()) + rule.most_difference;
  int unfair = 0;
  for (const int breaks : counted) unfair += std::max(0, breaks - most);
  return unfair;
}

}  // namespace

PlanMeasure Measure(const PlanCase& plan_case,
                    const std::vector<matching::PlacedMeeting>& meetings) {
  const matching::SessionCase& session = plan_case.session;
  const std::size_t people = session.participants.size();
  PlanMeasure measure;
  measure.meetings.assign(people, 0);
  std::vector<SlotSet> busy(people);
  for (const matching::PlacedMeeting& meeting : meetings) {
    const matching::CandidatePair& two = session.pairs[meeting.pair].candidate;
    measure.score += plan_case.scores[meeting.pair];
    for (const std::size_t p : {two.first, two.second}) {
      ++measure.meetings[p];
      busy[p].Add(meeting.slot);
      const SlotSet& liked = session.participants[p].liked;
      if (!liked.empty() && !liked.contains(meeting.slot)) ++measure.missed_wishes;
    }
  }
  const matching::SessionProblem problem = ProblemWithoutMeetings(session);
  for (std::size_t p = 0; p < people; ++p) {
    measure.missing.push_back(
        std::max(0, session.participants[p].quota.least - measure.meetings[p]));
    measure.breaks.push_back(Breaks(busy[p], plan_case.slots));
    measure.forced_breaks.push_back(matching::ForcedBreaks(problem, p, measure.meetings[p]));
    measure.total_breaks += measure.breaks.back();
  }
  measure.unfair_breaks = Unfair(session.breaks, measure);
  measure.table_changes = matching::TableChanges(session, meetings);
  return measure;
}

}  // namespace counterpoint::service
