// Removes for good what records alone do not hold: kept replies, the change log, and
// the bytes of what has been deleted.
#pragma once

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace counterpoint::storage {

// Of a store. Thread-safe.
class Erasure {
 public:
  virtual ~Erasure() = default;

  // Calls `visit` with each request id that is remembered and the reply to it, and
  // forgets those that it returns true for, unless `only_look`. How many it returned
  // true for. Errors: as Store::Commit() of I/O, DATA_LOSS.
  virtual absl::StatusOr<std::int64_t> ForgetRequests(
      absl::string_view alliance,
      absl::FunctionRef<bool(absl::string_view request_id, absl::string_view reply)> visit,
      bool only_look) = 0;

  // The change log begins after the alliance's revision: whoever reads it from before
  // gets OUT_OF_RANGE, and has to read anew. Errors: as Store::Commit() of I/O.
  virtual absl::Status TrimChanges(absl::string_view alliance, std::int64_t revision) = 0;

  // Rewrites what the alliance has on the disk, so that nothing deleted or replaced
  // before the call is in it any more: pinned views are let go of, and others, which
  // keep old bytes in place, are waited for. Calls that wait for one that goes on are
  // done together by the next. Names of keys may stand in RocksDB's manifest, as
  // boundaries of its tables, until the store is opened again. Costs as much reading and
  // writing as the alliance has; `give_up` is asked again and again while it waits.
  // Errors: UNAVAILABLE (it was to give up while a view was still held or another call's
  // rewrite went on; all that is deleted stays deleted), those of I/O.
  virtual absl::Status RewriteFiles(absl::string_view alliance,
                                    absl::FunctionRef<bool()> give_up) = 0;
};

}  // namespace counterpoint::storage
