// Walks over the keys of a range.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rocksdb/iterator.h"
#include "storage/column_family.h"
#include "storage/database.h"
#include "storage/key_layout.h"

namespace counterpoint::storage {

// Starts at the first key. Borrows the database and the snapshot, which may be
// null for the present state. Ends the process where memory runs out within RocksDB.
// Not thread-safe.
class RangeIterator {
 public:
  RangeIterator(const Database& database, ColumnFamily family, KeyRange range,
                const rocksdb::Snapshot* snapshot) noexcept;
  RangeIterator(const RangeIterator&) = delete;
  RangeIterator& operator=(const RangeIterator&) = delete;

  bool Valid() const { return iterator_->Valid(); }
  void Next() noexcept { iterator_->Next(); }
  // Goes to the first key that is not before `key`.
  void Seek(absl::string_view key) noexcept;
  // REQUIRES: Valid().
  absl::string_view key() const;
  absl::string_view value() const;
  // Why it is no longer valid; OK at the end of the range.
  absl::Status status() const;

 private:
  const Database& database_;
  const KeyRange range_;
  const rocksdb::Slice limit_;  // Of range_; RocksDB keeps a pointer to it.
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

}  // namespace counterpoint::storage
