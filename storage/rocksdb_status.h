// The border at which RocksDB's errors and strings become abseil's.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rocksdb/slice.h"
#include "rocksdb/status.h"

namespace counterpoint::storage {

// `subject` opens the message: what failed, e.g. the path. Lock held:
// UNAVAILABLE; no space: RESOURCE_EXHAUSTED; damage: DATA_LOSS; missing:
// NOT_FOUND; no permission: PERMISSION_DENIED; any other I/O error: UNAVAILABLE;
// the rest, which is a misuse of RocksDB: INTERNAL.
absl::Status FromRocksDb(const rocksdb::Status& status, absl::string_view subject);

inline rocksdb::Slice ToSlice(absl::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view FromSlice(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

}  // namespace counterpoint::storage
