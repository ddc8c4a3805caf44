#include "service/sessions/met_pairs.h"

#include "service/conversion/resource_name.h"
#include "service/sessions/session_reader.h"

namespace counterpoint::service {

absl::StatusOr<std::vector<v1::MeetingPair>> MetPairs(const storage::ReadView& view,
                                                      const v1::Session& session) {
  std::vector<v1::MeetingPair> pairs;
  const auto outcomes = ReadOutcomes(view, *conversion::ParseSessionName(session.name()));
  if (!outcomes.ok()) return outcomes.status();
  for (const v1::MeetingOutcome& outcome : *outcomes) {
    if (outcome.result() == v1::MeetingOutcome::HELD) pairs.push_back(outcome.pair());
  }
  const auto published = conversion::ParsePlanName(session.published_plan());
  if (!outcomes->empty() || !published) return pairs;
  const auto plan = ReadPlan(view, *published);
  if (!plan.ok()) return plan.status();
  for (const v1::PlannedMeeting& meeting : plan->meetings()) pairs.push_back(meeting.pair());
  return pairs;
}

}  // namespace counterpoint::service
