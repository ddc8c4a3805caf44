// Erasure of a RocksDB store.
#pragma once

#include "storage/database.h"
#include "storage/erasure.h"
#include "storage/pins.h"
#include "storage/shared_rewrites.h"
#include "storage/write_queue.h"

namespace counterpoint::storage {

// Borrows everything. Thread-safe.
class StoreErasure final : public Erasure {
 public:
  StoreErasure(Database& database, WriteQueue& queue, Pins& pins)
      : database_(database), queue_(queue), pins_(pins) {}

  absl::StatusOr<std::int64_t> ForgetRequests(
      absl::string_view alliance,
      absl::FunctionRef<bool(absl::string_view request_id, absl::string_view reply)> visit,
      bool only_look) override;
  absl::Status TrimChanges(absl::string_view alliance, std::int64_t revision) override;
  absl::Status RewriteFiles(absl::string_view alliance, absl::FunctionRef<bool()> give_up) override;

 private:
  // As RewriteFiles(), by this caller.
  absl::Status Rewrite(absl::string_view alliance, absl::FunctionRef<bool()> give_up);

  Database& database_;
  WriteQueue& queue_;
  Pins& pins_;
  SharedRewrites rewrites_;
};

}  // namespace counterpoint::storage
