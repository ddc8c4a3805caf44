#include "service/rpc/list_page.h"

#include <utility>

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

}  // namespace counterpoint::service
