#include "service/rpc/member_export.h"

#include <utility>

#include "service/confidentiality/member_cut.h"
#include "service/rpc/list_page.h"
#include "service/rpc/member_scan.h"
#include "service/rpc/request_check.h"
#include "service/rpc/request_viewer.h"

namespace counterpoint::service {

absl::Status ExportMembers(const Backend& backend, const v1::StreamMembersRequest& request,
                           const Caller& caller,
                           const std::function<bool(const v1::StreamMembersResponse&)>& send) {
  constexpr int kMaxMembers = 200;
  const auto view = backend.store.View();
  const auto known =
      CheckByTopics(backend, *view, conversion::ParseAllianceName(request.parent()), request);
  if (!known.ok()) return known.status();
  const auto viewer = ViewerNamed(backend, caller, (*known)->id, request.viewer());
  if (!viewer.ok()) return viewer.status();
  const auto revision = view->Revision((*known)->id);
  if (!revision.ok()) return revision.status();

  v1::StreamMembersResponse response;
  response.set_revision(*revision);
  MemberScan scan(*view, *known, request.filter(), "");
  std::size_t bytes = 0;
  for (;;) {
    const auto more = scan.Next();
    if (!more.ok()) return more.status();
    if (!*more) break;
    if (!scan.passes()) continue;
    Cut(*viewer, scan.member());
    const std::size_t size = scan.member().ByteSizeLong();
    if (response.members_size() == kMaxMembers || (bytes > 0 && bytes + size > kAnswerBytes)) {
      if (!send(response)) return absl::CancelledError("the client is gone");
      response.clear_members();
      bytes = 0;
    }
    bytes += size;
    *response.add_members() = std::move(scan.member());
  }
  return send(response) ? absl::OkStatus() : absl::CancelledError("the client is gone");
}

}  // namespace counterpoint::service
