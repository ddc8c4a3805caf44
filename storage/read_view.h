// A consistent view of a store at one moment.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/record.h"

namespace counterpoint::storage {

// Walks over records in order of id.
class RecordCursor {
 public:
  virtual ~RecordCursor() = default;
  // Moves to the next record and returns true, or false after the last one.
  // Errors: DATA_LOSS where a record can't be read.
  virtual absl::StatusOr<bool> Next(Record& record) = 0;
};

// Everything that had been committed when the view was made and nothing later.
// Thread-safe. Holds the store's old data in place: keep it briefly, and never
// longer than the store, nor a cursor longer than its view.
class ReadView {
 public:
  virtual ~ReadView() = default;

  // The alliance's revision: the number of commits to it, 0 for one that never
  // was. It goes on counting when an alliance is dropped and made anew.
  virtual absl::StatusOr<std::int64_t> Revision(absl::string_view alliance) const = 0;

  // Errors: NOT_FOUND, DATA_LOSS.
  virtual absl::StatusOr<Record> Get(absl::string_view alliance, Collection collection,
                                     absl::string_view id) const = 0;

  // Records with an id after `start_after`; "" starts with the first.
  virtual std::unique_ptr<RecordCursor> Scan(absl::string_view alliance, Collection collection,
                                             absl::string_view start_after) const = 0;

  // Ids of the alliances that have a record of kAlliance, after `start_after`,
  // in order, at most `limit`.
  virtual absl::StatusOr<std::vector<std::string>> Alliances(absl::string_view start_after,
                                                             std::size_t limit) const = 0;

  // Changes of revisions after `revision`, in order of revision and within one
  // in the order of the commit's writes; at least `limit` where there are so
  // many, as a commit is never cut in two. Errors: OUT_OF_RANGE where the log
  // no longer reaches back so far or the revision is yet to come.
  virtual absl::StatusOr<std::vector<Change>> ChangesAfter(absl::string_view alliance,
                                                           std::int64_t revision,
                                                           std::size_t limit) const = 0;

  // Derived data, see Store::PutDerived. Errors: NOT_FOUND.
  virtual absl::StatusOr<std::string> GetDerived(absl::string_view alliance, std::uint8_t kind,
                                                 absl::string_view id) const = 0;
  // As Scan, of derived data: only `id` and `payload` of a record are set.
  virtual std::unique_ptr<RecordCursor> ScanDerived(absl::string_view alliance,
                                                    std::uint8_t kind) const = 0;
};

}  // namespace counterpoint::storage
