// A list that is read page by page as one range.
#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace counterpoint::client {

template <typename Item>
struct Page {
  std::vector<Item> items;
  // Empty after the last page.
  std::string next_page_token;
};

// All items of a list, one page in memory. An input range: it can be gone
// through once. The loop ends at the end of the list or at an error, so the
// status has to be looked at afterwards:
//
//   auto members = client.members().List(request);
//   for (const auto& member : members) Show(member);
//   if (!members.status().ok()) return members.status();
//
// For one thread.
template <typename Item>
class Pages {
 public:
  // Reads the page of a token; the empty token asks for the first.
  using Fetch = std::function<absl::StatusOr<Page<Item>>(const std::string& page_token)>;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = const Item*;
    using reference = const Item&;

    reference operator*() const { return pages_->page_.items[pages_->position_]; }
    pointer operator->() const { return &**this; }
    Iterator& operator++() {
      ++pages_->position_;
      pages_->FillPage();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return pages_->AtEnd(); }

   private:
    friend class Pages;
    explicit Iterator(Pages* pages) : pages_(pages) {}
    Pages* pages_;
  };

  explicit Pages(Fetch fetch) : fetch_(std::move(fetch)) {}

  // Fetches the first page.
  Iterator begin() {
    FillPage();
    return Iterator(this);
  }
  std::default_sentinel_t end() const { return std::default_sentinel; }

  // OK while nothing went wrong.
  const absl::Status& status() const { return status_; }

 private:
  bool AtEnd() const { return position_ >= page_.items.size(); }

  // Fetches until there is an item to stand on. A page may be empty and still
  // have a next one.
  void FillPage() {
    while (AtEnd() && more_ && status_.ok()) {
      absl::StatusOr<Page<Item>> next = fetch_(page_.next_page_token);
      status_ = next.status();
      page_ = next.ok() ? *std::move(next) : Page<Item>();
      position_ = 0;
      more_ = !page_.next_page_token.empty();
    }
  }

  Fetch fetch_;
  Page<Item> page_;
  size_t position_ = 0;
  bool more_ = true;
  absl::Status status_;
};

// Pages of a list method: `call` makes one call, `items` gives the mutable
// repeated field of a response.
template <typename Item, typename Request, typename Call, typename Items>
Pages<Item> FetchPages(Request request, Call call, Items items) {
  return Pages<Item>([request = std::move(request), call = std::move(call),
                      items](const std::string& token) mutable -> absl::StatusOr<Page<Item>> {
    if (!token.empty()) request.set_page_token(token);
    auto response = call(request);
    if (!response.ok()) return response.status();
    auto* field = items(*response);
    return Page<Item>{
        {std::make_move_iterator(field->begin()), std::make_move_iterator(field->end())},
        response->next_page_token()};
  });
}

}  // namespace counterpoint::client
