#include "service/rpc/member_reads.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/confidentiality/member_cut.h"
#include "service/conversion/member_record.h"
#include "service/rpc/list_page.h"
#include "service/rpc/member_scan.h"
#include "service/rpc/request_check.h"
#include "service/rpc/request_viewer.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultPage = 100;
// Members looked at for one page: a rare filter gives short pages instead of
// long waits.
constexpr int kMaxScanned = 20'000;

}  // namespace

absl::StatusOr<v1::Member> MemberReads::Get(const v1::GetMemberRequest& request,
                                            const Caller& caller) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseMemberName(request.name());
  const auto viewer = ViewerNamed(backend_, caller, name->alliance, request.viewer());
  if (!viewer.ok()) return viewer.status();
  const auto record =
      backend_.store.View()->Get(name->alliance, storage::Collection::kMember, name->member);
  if (absl::IsNotFound(record.status())) return MemberNotFound(name->alliance, name->member);
  if (!record.ok()) return record.status();
  auto member = conversion::MemberOf(name->alliance, *record);
  if (member.ok()) Cut(*viewer, *member);
  return member;
}

absl::StatusOr<v1::BatchGetMembersResponse> MemberReads::BatchGet(
    const v1::BatchGetMembersRequest& request, const Caller& caller) const {
  const auto view = backend_.store.View();
  const auto known =
      CheckAndFind(backend_, *view, conversion::ParseAllianceName(request.parent()), request);
  if (!known.ok()) return known.status();
  const std::string& alliance = (*known)->id;
  const auto viewer = ViewerNamed(backend_, caller, alliance, request.viewer());
  if (!viewer.ok()) return viewer.status();

  v1::BatchGetMembersResponse response;
  std::vector<std::string> missing;
  for (const std::string& name : request.names()) {
    const std::string id = conversion::ParseMemberNameWithin(alliance, name).value_or("");
    const auto record = view->Get(alliance, storage::Collection::kMember, id);
    if (absl::IsNotFound(record.status())) {
      missing.push_back(id);
      continue;
    }
    if (!record.ok()) return record.status();
    auto member = conversion::MemberOf(alliance, *record);
    if (!member.ok()) return member.status();
    Cut(*viewer, *member);
    *response.add_members() = *std::move(member);
  }
  if (!missing.empty()) return MembersNotFound(alliance, missing);
  const auto revision = view->Revision(alliance);
  if (!revision.ok()) return revision.status();
  response.set_revision(*revision);
  return response;
}

absl::StatusOr<v1::ListMembersResponse> MemberReads::List(const v1::ListMembersRequest& request,
                                                          const Caller& caller) const {
  auto view = backend_.store.View();
  const auto alliance = conversion::ParseAllianceName(request.parent());
  auto known = CheckByTopics(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  const auto viewer = ViewerNamed(backend_, caller, *alliance, request.viewer());
  if (!viewer.ok()) return viewer.status();
  auto page = ListPage::Of(backend_.store, std::move(view), request, request.page_token());
  if (!page.ok()) return page.status();
  if (!page->is_first()) {
    known = FindAlliance(backend_, page->view(), *alliance);
    if (!known.ok()) return known.status();
  }

  v1::ListMembersResponse response;
  const auto revision = page->view().Revision(*alliance);
  if (!revision.ok()) return revision.status();
  response.set_revision(*revision);
  MemberScan scan(page->view(), *known, request.filter(), page->after());
  auto next =
      FillPage(*page, scan, {PageSize(request.page_size(), kDefaultPage), kMaxScanned},
               *response.mutable_members(), [&]() -> absl::StatusOr<std::optional<v1::Member>> {
                 if (!scan.passes()) return std::nullopt;
                 Cut(*viewer, scan.member());
                 return std::move(scan.member());
               });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*std::move(next));
  return response;
}

}  // namespace counterpoint::service
