#include "service/rpc/list_page.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/tokens/fingerprint.h"

namespace counterpoint::service {

ListPage::ListPage(storage::Store& store, std::shared_ptr<const storage::ReadView> view,
                   PageToken token, bool is_first)
    : store_(store), view_(std::move(view)), token_(std::move(token)), is_first_(is_first) {}

absl::StatusOr<ListPage> ListPage::Of(storage::Store& store,
                                      std::shared_ptr<const storage::ReadView> present,
                                      const google::protobuf::Message& request,
                                      absl::string_view page_token) {
  auto token = DecodePageToken(page_token, request);
  if (!token.ok()) return token.status();
  if (!token->has_value()) {
    PageToken first;
    first.query = QueryFingerprint(request);
    return ListPage(store, std::move(present), std::move(first), true);
  }
  auto pinned = store.Pinned((*token)->pin);
  if (!pinned.ok()) return ExpiredPageToken();
  return ListPage(store, *std::move(pinned), **std::move(token), false);
}

std::string ListPage::NextToken() {
  if (is_first_) token_.pin = store_.Pin(view_);
  return EncodePageToken(token_);
}

RecordScan::RecordScan(const storage::ReadView& view, absl::string_view alliance,
                       storage::Collection collection, absl::string_view after,
                       absl::string_view prefix)
    : prefix_(prefix), cursor_(view.Scan(alliance, collection, absl::StrCat(prefix, after))) {}

absl::StatusOr<bool> RecordScan::Next() {
  const auto more = cursor_->Next(record_);
  if (!more.ok() || !*more) return more;
  return absl::StartsWith(record_.id, prefix_);
}

absl::string_view RecordScan::id() const {
  return absl::string_view(record_.id).substr(prefix_.size());
}

}  // namespace counterpoint::service
