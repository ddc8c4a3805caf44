// The border at which RocksDB's errors and strings become abseil's.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rocksdb/slice.h"
#include "rocksdb/status.h"

namespace counterpoint::storage {

// `subject` opens the message: what failed, e.g. the path; what to do closes it.
// Lock held: UNAVAILABLE; no space: RESOURCE_EXHAUSTED; damage: DATA_LOSS;
// missing: NOT_FOUND; no permission, also to write to a disk that is read-only:
// PERMISSION_DENIED; any other I/O error: UNAVAILABLE; the rest, which is a
// misuse of RocksDB: INTERNAL.
absl::Status FromRocksDb(const rocksdb::Status& status, absl::string_view subject);

// The same of reading and writing an open store, whose callers are not to take
// a lost file for a missing record (DATA_LOSS), nor a disk that has become
// read-only for a lack of rights of their own (UNAVAILABLE).
absl::Status FromOpenRocksDb(const rocksdb::Status& status, absl::string_view subject);

inline rocksdb::Slice ToSlice(absl::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view FromSlice(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

}  // namespace counterpoint::storage
