#include "service/rpc/session_reads.h"

#include <utility>

#include "service/conversion/session_record.h"
#include "service/rpc/list_page.h"
#include "service/rpc/member_scan.h"
#include "service/rpc/request_check.h"
#include "service/sessions/session_reader.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultPage = 100;

}  // namespace

absl::StatusOr<v1::Session> SessionReads::Get(const v1::GetSessionRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  return ReadSession(*backend_.store.View(), *conversion::ParseSessionName(request.name()));
}

absl::StatusOr<v1::ListSessionsResponse> SessionReads::List(
    const v1::ListSessionsRequest& request) const {
  auto view = backend_.store.View();
  const auto alliance = conversion::ParseAllianceName(request.parent());
  const auto known = CheckAndFind(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  auto page = ListPage::Of(backend_.store, std::move(view), request, request.page_token());
  if (!page.ok()) return page.status();

  v1::ListSessionsResponse response;
  const auto cursor = page->view().Scan(*alliance, storage::Collection::kSession, page->after());
  const int page_size = PageSize(request.page_size(), kDefaultPage);
  std::size_t bytes = 0;
  storage::Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return response;
    auto session = conversion::SessionOf(*alliance, record);
    if (!session.ok()) return session.status();
    bytes += session->ByteSizeLong();
    if (response.sessions_size() > 0 &&
        (response.sessions_size() == page_size || bytes > kAnswerBytes)) {
      break;
    }
    page->MoveTo(record.id);
    *response.add_sessions() = *std::move(session);
  }
  response.set_next_page_token(page->NextToken());
  return response;
}

}  // namespace counterpoint::service
