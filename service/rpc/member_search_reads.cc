#include "service/rpc/member_search_reads.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "service/confidentiality/member_cut.h"
#include "service/conversion/member_condition.h"
#include "service/conversion/member_record.h"
#include "service/directory/member_directory.h"
#include "service/directory/member_search.h"
#include "service/directory/member_tally.h"
#include "service/rpc/list_page.h"
#include "service/rpc/request_check.h"
#include "service/rpc/request_viewer.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"
#include "service/validation/update_mask.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultPage = 100;
// Changes that a search adds to the index: some 20 ms of reading at most.
constexpr std::size_t kMostAdded = 1000;

// The directory of the snapshot with what has been committed since, unless that is too
// much. Errors: DATA_LOSS.
absl::StatusOr<Snapshot> CaughtUp(const storage::ReadView& view, Snapshot snapshot) {
  const std::string& alliance = snapshot->alliance->id;
  const std::int64_t indexed = snapshot->index->revision();
  const auto changes = view.ChangesAfter(alliance, indexed, kMostAdded + 1);
  // The index is built anew where the log does not reach back far enough.
  if (absl::IsOutOfRange(changes.status())) return snapshot;
  if (!changes.ok()) return changes.status();
  if (changes->empty() || changes->size() > kMostAdded) return snapshot;
  absl::flat_hash_set<std::string> ids;
  for (const storage::Change& change : *changes) {
    if (change.collection == storage::Collection::kMember) ids.insert(change.id);
  }
  if (ids.empty()) return snapshot;
  std::vector<DirectoryRow> put;
  std::vector<std::string> removed;
  const matching::Thesaurus& thesaurus = *snapshot->alliance->thesaurus;
  for (const std::string& id : ids) {
    const auto record = view.Get(alliance, storage::Collection::kMember, id);
    if (absl::IsNotFound(record.status())) {
      removed.push_back(id);
      continue;
    }
    if (!record.ok()) return record.status();
    const auto member = conversion::MemberOf(alliance, *record);
    if (!member.ok()) return member.status();
    put.push_back(DirectoryRowOf(thesaurus, *member, FeaturesWithoutTexts(thesaurus, id, *member)));
  }
  auto next = std::make_shared<IndexSnapshot>(*snapshot);
  next->directory = std::make_shared<const MemberDirectory>(
      snapshot->directory->With(std::move(put), removed, changes->back().revision));
  return next;
}

// What all pages of a search are of, and where a page begins.
struct SearchPage {
  Snapshot snapshot;
  PageToken token;
  bool is_first = true;
};

absl::StatusOr<SearchPage> PageOf(const Backend& backend, const storage::ReadView& view,
                                  const std::string& alliance,
                                  const v1::SearchMembersRequest& request) {
  const auto token = DecodePageToken(request.page_token(), request);
  if (!token.ok()) return token.status();
  if (token->has_value()) {
    auto pinned = backend.pins.Pinned((*token)->pin);
    if (!pinned.ok() || pinned->snapshot->alliance->id != alliance) return ExpiredPageToken();
    return SearchPage{std::move(pinned->snapshot), **token, false};
  }
  auto snapshot = backend.live_index.Current(alliance);
  if (!snapshot.ok()) return snapshot.status();
  snapshot = CaughtUp(view, *std::move(snapshot));
  if (!snapshot.ok()) return snapshot.status();
  PageToken first;
  first.query = QueryFingerprint(request);
  first.offset = static_cast<std::uint64_t>(request.skip());
  return SearchPage{*std::move(snapshot), first, true};
}

// Adds the members from the page's offset on, as they are in the view and may be shown,
// and moves the offset behind the last. Errors: DATA_LOSS.
absl::Status AddMembers(const storage::ReadView& view, const std::vector<FoundMember>& found,
                        const Viewer& viewer, const v1::SearchMembersRequest& request,
                        SearchPage& page, v1::SearchMembersResponse& response) {
  const std::string& alliance = page.snapshot->alliance->id;
  const auto size = static_cast<std::uint64_t>(PageSize(request.page_size(), kDefaultPage));
  const std::uint64_t end = std::min<std::uint64_t>(found.size(), page.token.offset + size);
  std::size_t bytes = 0;
  for (; page.token.offset < end; ++page.token.offset) {
    const FoundMember& one = found[page.token.offset];
    const auto record = view.Get(alliance, storage::Collection::kMember, one.block->id(one.row));
    if (absl::IsNotFound(record.status())) continue;
    if (!record.ok()) return record.status();
    auto member = conversion::MemberOf(alliance, *record);
    if (!member.ok()) return member.status();
    Cut(viewer, *member);
    validation::Trim(request.read_mask(), *member);
    bytes += member->ByteSizeLong();
    if (!response.members().empty() && bytes > kAnswerBytes) break;
    *response.add_members() = *std::move(member);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::SearchMembersResponse> MemberSearchReads::Search(
    const v1::SearchMembersRequest& request, const Caller& caller) const {
  const auto view = backend_.store.View();
  const auto alliance = conversion::ParseAllianceName(request.parent());
  const auto known = CheckByTopics(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  const auto viewer = ViewerNamed(backend_, caller, *alliance, request.viewer());
  if (!viewer.ok()) return viewer.status();
  auto page = PageOf(backend_, *view, *alliance, request);
  if (!page.ok()) return page.status();

  const IndexSnapshot& snapshot = *page->snapshot;
  const matching::Thesaurus& thesaurus = *snapshot.alliance->thesaurus;
  const NameQuery query(request.query());
  const matching::Condition condition(thesaurus, conversion::ConditionOf(request.filter()));
  const std::vector<FoundMember> found = FindMembers(*snapshot.directory, query, condition);

  v1::SearchMembersResponse response;
  response.set_revision(std::max(snapshot.index->revision(), snapshot.directory->revision()));
  response.set_total_size(static_cast<int>(found.size()));
  if (!request.facets().empty()) {
    *response.mutable_counts() = CountMembers(found, request.facets(), *viewer, thesaurus);
  }
  const absl::Status added = AddMembers(*view, found, *viewer, request, *page, response);
  if (!added.ok()) return added;
  if (page->token.offset < found.size()) {
    if (page->is_first) page->token.pin = backend_.pins.Pin({page->snapshot, nullptr});
    response.set_next_page_token(EncodePageToken(page->token));
  }
  return response;
}

}  // namespace counterpoint::service
