#include "service/rpc/session_day_reads.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "service/conversion/session_record.h"
#include "service/rpc/list_page.h"
#include "service/rpc/request_check.h"
#include "service/sessions/planned_meetings.h"
#include "service/sessions/session_reader.h"
#include "service/sessions/session_report.h"

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
  auto page = ListPage::Of(backend_.store, backend_.store.View(), request, request.page_token());
  if (!page.ok()) return page.status();
  const auto session = ReadSession(page->view(), *name);
  if (!session.ok()) return session.status();
  const auto plan = ReadPublishedPlan(page->view(), *session);
  if (!plan.ok()) return plan.status();
  const v1::SessionPlan published = plan->value_or(v1::SessionPlan());
  const PlannedMeetings planned(published);

  v1::ListMeetingOutcomesResponse response;
  RecordScan scan(page->view(), name->alliance, Collection::kMeetingOutcome, page->after(),
                  conversion::WithinSession(name->session));
  auto next = FillPage(*page, scan, {PageSize(request.page_size(), kDefaultPage)},
                       *response.mutable_outcomes(),
                       [&]() -> absl::StatusOr<std::optional<v1::MeetingOutcome>> {
                         auto outcome = conversion::OutcomeOf(name->alliance, scan.record());
                         if (outcome.ok()) planned.FillIn(*outcome);
                         return outcome;
                       });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*std::move(next));
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
