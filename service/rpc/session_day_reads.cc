#include "service/rpc/session_day_reads.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/session_record.h"
#include "service/rpc/request_check.h"
#include "service/sessions/planned_meetings.h"
#include "service/sessions/session_reader.h"
#include "service/sessions/session_report.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

constexpr int kDefaultPage = 100;

}  // namespace

absl::StatusOr<v1::ListMeetingOutcomesResponse> SessionDayReads::ListOutcomes(
    const v1::ListMeetingOutcomesRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseSessionName(request.parent());
  std::shared_ptr<const storage::ReadView> view = backend_.store.View();
  const auto token = DecodePageToken(request.page_token(), request);
  if (!token.ok()) return token.status();
  const std::string prefix = conversion::WithinSession(name->session);
  PageToken next;
  next.query = QueryFingerprint(request);
  next.after = prefix;
  if (token->has_value()) {
    next = **token;
    auto pinned = backend_.store.Pinned(next.pin);
    if (!pinned.ok()) return ExpiredPageToken();
    view = *std::move(pinned);
  }
  const auto session = ReadSession(*view, *name);
  if (!session.ok()) return session.status();
  const auto plan = ReadPublishedPlan(*view, *session);
  if (!plan.ok()) return plan.status();
  const v1::SessionPlan published = plan->value_or(v1::SessionPlan());
  const PlannedMeetings planned(published);

  v1::ListMeetingOutcomesResponse response;
  const auto cursor = view->Scan(name->alliance, Collection::kMeetingOutcome, next.after);
  const int page_size = PageSize(request.page_size(), kDefaultPage);
  storage::Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more || !absl::StartsWith(record.id, prefix)) return response;
    if (response.outcomes_size() == page_size) break;
    next.after = record.id;
    auto outcome = conversion::OutcomeOf(name->alliance, record);
    if (!outcome.ok()) return outcome.status();
    planned.FillIn(*outcome);
    *response.add_outcomes() = *std::move(outcome);
  }
  if (!token->has_value()) next.pin = backend_.store.Pin(std::move(view));
  response.set_next_page_token(EncodePageToken(next));
  return response;
}

absl::StatusOr<v1::SessionReport> SessionDayReads::Report(
    const v1::GetSessionReportRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseSessionName(request.session());
  const auto view = backend_.store.View();
  const auto session = ReadSession(*view, *name);
  if (!session.ok()) return session.status();
  const auto plan = ReadPublishedPlan(*view, *session);
  if (!plan.ok()) return plan.status();
  if (!plan->has_value()) return NothingPublished(*session);
  const auto participants = ReadParticipants(*view, *name);
  if (!participants.ok()) return participants.status();
  const auto outcomes = ReadOutcomes(*view, *name);
  if (!outcomes.ok()) return outcomes.status();
  return ReportOn(*session, **plan, *participants, *outcomes);
}

}  // namespace counterpoint::service
