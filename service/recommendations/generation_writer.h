// What a refresh writes of a generation before it is complete.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "matching/refresh/pool.h"
#include "service/operations/operation_control.h"
#include "service/recommendations/generation_store.h"
#include "service/recommendations/stored_lists.h"
#include "storage/store.h"

namespace counterpoint::service {

// Of one generation. Borrows everything. Not thread-safe. Errors are those of
// OperationControl::Save.
class GenerationWriter {
 public:
  GenerationWriter(storage::Store& store, OperationControl& control, std::string alliance)
      : store_(store), control_(control), alliance_(std::move(alliance)) {}

  // Takes the next number and writes the record.
  absl::Status Begin(const stored::GenerationRecord& record);
  // Goes on with one that was begun and whose first `pools` pools are kept.
  void GoOn(const KeptGeneration& begun, std::size_t pools);

  int number() const { return number_; }  // 0 before it has begun.
  std::int64_t create_revision() const { return create_revision_; }
  absl::Time create_time() const { return create_time_; }

  // In commits of some megabytes.
  absl::Status Save(std::vector<storage::Write> writes);

  // Pools that are there before `made` and not yet kept, in blocks of `block_members`,
  // the last of which may be smaller where `made` is all.
  absl::Status SavePoolsBefore(std::size_t made, absl::Span<const matching::Pool> pools,
                               std::size_t block_members);
  // Those of some members alone.
  absl::Status SavePoolsOf(absl::Span<const matching::MemberPosition> members,
                           absl::Span<const matching::Pool> pools, std::size_t block_members);

  // Told before each block how many members' lists have been written; an error stops.
  using Progress = std::function<absl::Status(std::size_t done)>;
  absl::Status SaveLists(const StoredLists& lists, std::size_t block_members,
                         const Progress& progress);
  absl::Status SaveListsOf(absl::Span<const matching::MemberPosition> members,
                           const StoredLists& lists, std::size_t block_members,
                           const Progress& progress);

 private:
  storage::Store& store_;
  OperationControl& control_;
  const std::string alliance_;
  int number_ = 0;
  std::int64_t create_revision_ = 0;
  absl::Time create_time_;
  std::size_t pools_saved_ = 0;  // Pools before it are kept.
};

}  // namespace counterpoint::service
