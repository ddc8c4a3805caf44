// Lists of matches that are longer than a page.
#pragma once

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"

namespace counterpoint::cli {

// Calls `call` for page after page until `limit` items of the repeated field
// that `items` gives are there, or all. Answers the first page with the items
// of the others added and without a page token.
template <typename Request, typename Call, typename Items>
auto GatherPages(Request request, int limit, Call call, Items items) -> decltype(call(request)) {
  constexpr int kLargestPage = 200;
  request.set_page_size(std::min(limit, kLargestPage));
  auto answer = call(request);
  if (!answer.ok()) return answer;
  auto* all = items(*answer);
  while (!answer->next_page_token().empty() && all->size() < limit) {
    request.set_page_token(answer->next_page_token());
    auto next = call(request);
    if (!next.ok()) return next.status();
    all->MergeFrom(*items(*next));
    answer->set_next_page_token(next->next_page_token());
  }
  // All pages of a list have one size, so the last may bring too many.
  if (all->size() > limit) all->DeleteSubrange(limit, all->size() - limit);
  answer->clear_next_page_token();
  return answer;
}

}  // namespace counterpoint::cli
