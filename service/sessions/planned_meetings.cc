#include "service/sessions/planned_meetings.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "service/conversion/resource_name.h"
#include "service/sessions/session_reader.h"

namespace counterpoint::service {

PairOfNames InOrder(const v1::MeetingPair& pair) {
  return std::minmax(pair.participant(), pair.partner());
}

absl::StatusOr<std::optional<v1::SessionPlan>> ReadPublishedPlan(const storage::ReadView& view,
                                                                 const v1::Session& session) {
  if (session.published_plan().empty()) return std::nullopt;
  const auto name = conversion::ParsePlanName(session.published_plan());
  auto plan = name ? ReadPlan(view, *name) : absl::NotFoundError(session.published_plan());
  if (absl::IsNotFound(plan.status())) {
    return absl::DataLossError(absl::StrCat("the published plan of ", session.name(),
                                            " is not there: ", session.published_plan()));
  }
  if (!plan.ok()) return plan.status();
  return *std::move(plan);
}

absl::Status NothingPublished(const v1::Session& session) {
  return absl::FailedPreconditionError(
      absl::StrCat(session.name(), " has no published plan; publish one first"));
}

PlannedMeetings::PlannedMeetings(const v1::SessionPlan& plan) {
  meetings_.reserve(plan.meetings_size());
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    meetings_.emplace(InOrder(meeting.pair()), &meeting);
  }
}

const v1::PlannedMeeting* PlannedMeetings::Find(const PairOfNames& pair) const {
  const auto found = meetings_.find(pair);
  return found == meetings_.end() ? nullptr : found->second;
}

void PlannedMeetings::FillIn(v1::MeetingOutcome& outcome) const {
  const v1::PlannedMeeting* meeting = Find(InOrder(outcome.pair()));
  outcome.set_slot(meeting == nullptr ? "" : meeting->slot());
  outcome.set_table(meeting == nullptr ? "" : meeting->table());
  outcome.set_score(meeting == nullptr ? 0 : meeting->score());
}

}  // namespace counterpoint::service
