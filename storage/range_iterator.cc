#include "storage/range_iterator.h"

#include <utility>

#include "storage/rocksdb_status.h"

namespace counterpoint::storage {

RangeIterator::RangeIterator(const Database& database, ColumnFamily family, KeyRange range,
                             const rocksdb::Snapshot* snapshot) noexcept
    : database_(database), range_(std::move(range)), limit_(range_.limit) {
  rocksdb::ReadOptions read_options;
  read_options.snapshot = snapshot;
  if (!limit_.empty()) read_options.iterate_upper_bound = &limit_;
  iterator_.reset(database.rocks().NewIterator(read_options, database.handle(family)));
  iterator_->Seek(range_.first);
}

void RangeIterator::Seek(absl::string_view key) noexcept { iterator_->Seek(ToSlice(key)); }

absl::string_view RangeIterator::key() const { return FromSlice(iterator_->key()); }

absl::string_view RangeIterator::value() const { return FromSlice(iterator_->value()); }

absl::Status RangeIterator::status() const {
  return FromOpenRocksDb(iterator_->status(), database_.path());
}

}  // namespace counterpoint::storage
