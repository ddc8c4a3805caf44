#include "service/rpc/participant_reads.h"

#include <optional>
#include <utility>

#include "service/conversion/session_record.h"
#include "service/rpc/list_page.h"
#include "service/rpc/request_check.h"
#include "service/sessions/participant_member.h"
#include "service/sessions/session_reader.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultPage = 100;

}  // namespace

absl::StatusOr<v1::Participant> ParticipantReads::Get(
    const v1::GetParticipantRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto view = backend_.store.View();
  auto participant = ReadParticipant(*view, *conversion::ParseParticipantName(request.name()));
  if (!participant.ok()) return participant;
  const absl::Status shown = ShowMember(*view, *participant);
  if (!shown.ok()) return shown;
  return participant;
}

absl::StatusOr<v1::ListParticipantsResponse> ParticipantReads::List(
    const v1::ListParticipantsRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseSessionName(request.parent());
  const auto present = backend_.store.View();
  const auto session = ReadSession(*present, *name);
  if (!session.ok()) return session.status();
  auto page = ListPage::Of(backend_.store, present, request, request.page_token());
  if (!page.ok()) return page.status();

  v1::ListParticipantsResponse response;
  RecordScan scan(page->view(), name->alliance, storage::Collection::kParticipant, page->after(),
                  conversion::WithinSession(name->session));
  auto next = FillPage(
      *page, scan, {PageSize(request.page_size(), kDefaultPage)}, *response.mutable_participants(),
      [&]() -> absl::StatusOr<std::optional<v1::Participant>> {
        auto participant = conversion::ParticipantOf(name->alliance, scan.record());
        if (!participant.ok()) return participant.status();
        const absl::Status shown = ShowMember(*present, *participant);
        if (!shown.ok()) return shown;
        return *std::move(participant);
      });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*std::move(next));
  return response;
}

}  // namespace counterpoint::service
