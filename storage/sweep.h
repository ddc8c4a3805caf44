// One round of clearing away what is due.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/database.h"
#include "storage/store.h"
#include "storage/stored_value.h"
#include "storage/write_queue.h"

namespace counterpoint::storage {

// Goes over all alliances and expires records, forgets request ids and trims
// change logs, each in batches that leave room for other commits in between.
// An alliance with nothing due costs three short reads. Borrows what it is
// given. Not thread-safe.
class Sweep {
 public:
  struct Options {
    absl::Duration request_retention;
    absl::Duration change_retention;
  };
  Sweep(const Database& database, WriteQueue& queue, const Store::Listener& listener,
        Options options, absl::Time now);

  // Errors: as Store::Commit. What was done before the error stays done.
  absl::StatusOr<Store::Swept> Run();

 private:
  absl::Status ExpireRecords(const std::string& alliance);
  absl::Status Forget(const std::string& alliance);
  absl::Status Trim(const std::string& alliance, const Head& head);
  // Whether the changes of a revision are old enough to go.
  absl::StatusOr<bool> IsOld(const std::string& alliance, std::int64_t revision) const;

  const Database& database_;
  WriteQueue& queue_;
  const Store::Listener& listener_;
  const std::int64_t now_micros_;
  const std::int64_t last_request_micros_;  // The latest to forget.
  const std::int64_t last_change_micros_;   // The latest to trim.
  Store::Swept swept_;
};

}  // namespace counterpoint::storage
