#include "service/rpc/session_reads.h"

#include <optional>
#include <utility>

#include "service/conversion/session_record.h"
#include "service/rpc/list_page.h"
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
  RecordScan scan(page->view(), *alliance, storage::Collection::kSession, page->after());
  auto next =
      FillPage(*page, scan, {PageSize(request.page_size(), kDefaultPage)},
               *response.mutable_sessions(), [&]() -> absl::StatusOr<std::optional<v1::Session>> {
                 return conversion::SessionOf(*alliance, scan.record());
               });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*std::move(next));
  return response;
}

}  // namespace counterpoint::service
