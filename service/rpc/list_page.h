// A page of a list in order of id.
//
// All pages of a list show one view of the store: the first page pins it where
// more pages follow, and the tokens between them name it.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "service/tokens/page_token.h"
#include "storage/store.h"

namespace counterpoint::service {

// Borrows the store. Not thread-safe.
class ListPage {
 public:
  // The page that the request asks for: the first, of `present`, where it has no
  // token. Errors: INVALID_ARGUMENT that names page_token where it is none of this
  // query's, FAILED_PRECONDITION where the view of the pages before is gone.
  static absl::StatusOr<ListPage> Of(storage::Store& store,
                                     std::shared_ptr<const storage::ReadView> present,
                                     const google::protobuf::Message& request,
                                     absl::string_view page_token);

  const storage::ReadView& view() const { return *view_; }
  bool is_first() const { return is_first_; }

  // The last id that has been looked at on this page or those before; empty at
  // the beginning of the list.
  const std::string& after() const { return token_.after; }
  void MoveTo(absl::string_view id) { token_.after = std::string(id); }

  // For the page after this one, which begins after after().
  std::string NextToken();

 private:
  ListPage(storage::Store& store, std::shared_ptr<const storage::ReadView> view, PageToken token,
           bool is_first);

  storage::Store& store_;
  std::shared_ptr<const storage::ReadView> view_;
  PageToken token_;
  bool is_first_;
};

}  // namespace counterpoint::service
