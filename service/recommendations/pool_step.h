// The first step of a refresh: the candidates of every member.
//
// Pools are reused where nothing else has changed that they depend on: those of the
// newest generation (an incremental refresh), or those that this operation had made
// when the service ended (one that goes on). Members that have changed since are
// judged anew and offered to all others, which gives the same as judging all anew.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matching/refresh/pool_making.h"
#include "service/recommendations/generation_store.h"
#include "service/recommendations/list_update.h"
#include "service/recommendations/refresh_run.h"

namespace counterpoint::service {

// What an incremental refresh is made from.
struct RefreshBase {
  KeptGeneration kept;
  std::optional<FormerLists> lists;  // None where they cannot be read.
  std::vector<bool> touched;         // By present position: pools that are not the base's.
};

// One of the first three begins, then Make(). Borrows the run. Not thread-safe.
class PoolStep {
 public:
  explicit PoolStep(RefreshRun& run) : run_(run) {}

  // Begins with nothing; `reason` says why. Errors: those of BeginGeneration().
  absl::Status BeginAnew(const std::string& reason);
  // Goes on with what had been made. NOT_FOUND where that is of no use, and nothing
  // has begun.
  absl::Status Resume(const KeptGeneration& begun);
  // Begins with the pools and lists of a generation. Returns why that is not possible,
  // and nothing has begun; nothing where it is.
  absl::StatusOr<std::optional<std::string>> TakeFrom(const KeptGeneration& newest);

  // Each block is kept as soon as it is there. Errors: CANCELLED, those of
  // OperationControl::Save.
  absl::Status Make();

  // One for each member.
  const std::vector<matching::Pool>& pools() const { return pools_; }
  std::vector<matching::Pool> TakePools() { return std::move(pools_); }
  // Null where it began otherwise.
  const RefreshBase* base() const { return base_ ? &*base_ : nullptr; }

 private:
  // Members that will be judged anew where pools are reused.
  std::size_t CountJudged() const;
  absl::Status UpdateReused(const matching::PoolQuery& query);
  absl::Status MakePoolsFrom(std::size_t done, const matching::PoolQuery& query);
  // Notes whose pools are others than those of the base.
  void FindTouched();
  absl::Status SaveReused();

  RefreshRun& run_;
  std::vector<matching::Pool> pools_;
  bool has_reused_ = false;                        // Some of `pools_` are of another time.
  std::vector<matching::MemberPosition> changed_;  // To be judged anew there.
  std::size_t done_ = 0;                           // Pools before it were reused.
  std::optional<RefreshBase> base_;
};

}  // namespace counterpoint::service
