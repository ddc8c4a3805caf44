// A page of a list in order of id.
//
// All pages of a list show one view of the store: the first page pins it where
// more pages follow, and the tokens between them name it.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_field.h"
#include "service/tokens/page_token.h"
#include "storage/store.h"

namespace counterpoint::service {

// The entries of one answer may take this much; by default gRPC clients take no
// message of more than 4 MiB.
inline constexpr std::size_t kAnswerBytes = std::size_t{3} << 20;

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

// The records of a collection whose ids begin with a prefix, in order. Borrows the
// view. Not thread-safe.
class RecordScan {
 public:
  // Begins after the id `after`, which is without the prefix, as id() is.
  RecordScan(const storage::ReadView& view, absl::string_view alliance,
             storage::Collection collection, absl::string_view after,
             absl::string_view prefix = "");

  // Moves on by one record: true where there was one. Errors: DATA_LOSS.
  absl::StatusOr<bool> Next();

  // The record moved to, and its id without the prefix.
  const storage::Record& record() const { return record_; }
  absl::string_view id() const;

 private:
  const std::string prefix_;
  const std::unique_ptr<storage::RecordCursor> cursor_;
  storage::Record record_;
};

struct PageLimits {
  int entries = 0;  // 1 or more.
  // What is looked at for one page: where a filter lets few pass, pages are short
  // instead of waits long.
  int scanned = std::numeric_limits<int>::max();
};

// Adds to `entries` what a scan, begun after page.after(), comes upon: a RecordScan, or
// what moves as one does. `convert` makes an entry of where the scan stands, or
// nothing where that was not asked for: StatusOr<optional<Entry>>. A page also ends
// before kAnswerBytes would be exceeded, but never without an entry. Gives the token
// of the next page; empty where the list ends. Errors: those of scan and conversion.
template <typename Scan, typename Entry, typename Convert>
absl::StatusOr<std::string> FillPage(ListPage& page, Scan& scan, const PageLimits& limits,
                                     google::protobuf::RepeatedPtrField<Entry>& entries,
                                     const Convert& convert) {
  std::size_t bytes = 0;
  for (int scanned = 0;; ++scanned) {
    const auto more = scan.Next();
    if (!more.ok()) return more.status();
    if (!*more) return std::string();
    if (entries.size() == limits.entries || scanned == limits.scanned) break;
    absl::StatusOr<std::optional<Entry>> entry = convert();
    if (!entry.ok()) return entry.status();
    if (entry->has_value()) {
      bytes += (*entry)->ByteSizeLong();
      if (!entries.empty() && bytes > kAnswerBytes) break;
      *entries.Add() = *std::move(*entry);
    }
    page.MoveTo(scan.id());
  }
  return page.NextToken();
}

}  // namespace counterpoint::service
