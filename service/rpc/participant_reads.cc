#include "service/rpc/participant_reads.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/session_record.h"
#include "service/rpc/list_page.h"
#include "service/rpc/member_scan.h"
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
  const std::string prefix = conversion::WithinSession(name->session);
  const auto cursor = page->view().Scan(name->alliance, storage::Collection::kParticipant,
                                        absl::StrCat(prefix, page->after()));
  const int page_size = PageSize(request.page_size(), kDefaultPage);
  std::size_t bytes = 0;
  storage::Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more || !absl::StartsWith(record.id, prefix)) return response;
    auto participant = conversion::ParticipantOf(name->alliance, record);
    if (!participant.ok()) return participant.status();
    const absl::Status shown = ShowMember(*present, *participant);
    if (!shown.ok()) return shown;
    bytes += participant->ByteSizeLong();
    if (response.participants_size() > 0 &&
        (response.participants_size() == page_size || bytes > kAnswerBytes)) {
      break;
    }
    page->MoveTo(record.id.substr(prefix.size()));
    *response.add_participants() = *std::move(participant);
  }
  response.set_next_page_token(page->NextToken());
  return response;
}

}  // namespace counterpoint::service
