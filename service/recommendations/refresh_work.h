// Makes a generation: the work of RefreshRecommendations.
//
// Candidates first (pool_step.h): the pools of all members, block by block, each of
// which is kept as soon as it is there. Then the lists (list_step.h), which are made of
// all pools together, and at the end one commit that makes the generation complete,
// makes it the current one, lets those go that are superseded, and ends the operation.
//
// Nothing is random, and no clock decides anything but the moment to judge for: equal
// revision, policy and moment give equal lists, whichever way they are made.
#pragma once

#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "matching/parallel.h"
#include "service/operations/operation_control.h"
#include "service/recommendations/generation_store.h"
#include "service/recommendations/pool_step.h"
#include "service/recommendations/refresh_run.h"
#include "service/recommendations/stored_lists.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// One run. Borrows everything. Not thread-safe.
class RefreshWork {
 public:
  RefreshWork(const Backend& backend, const v1::RefreshRecommendationsRequest& request,
              OperationControl& control, const matching::ParallelFor& parallel)
      : run_(backend, request, control, parallel), pool_step_(run_) {}

  // Ends with Succeed() of the control, or an error: NOT_FOUND (the proposal has
  // gone), CANCELLED, DATA_LOSS, those of storage::Store::Commit.
  absl::Status Run();

 private:
  absl::Status MakeGeneration();
  // What this operation had begun before the service ended; nothing where it had not.
  absl::StatusOr<std::optional<KeptGeneration>> FindBegun() const;
  // The newest complete one that is no shadow.
  absl::StatusOr<std::optional<KeptGeneration>> FindNewest() const;
  absl::StatusOr<absl::Time> ChooseMoment(const std::optional<KeptGeneration>& begun,
                                          const std::optional<KeptGeneration>& newest) const;
  // Decides how the pools are to be made, and begins the generation.
  absl::Status Prepare();
  absl::Status Finish(const std::shared_ptr<const StoredLists>& lists);

  RefreshRun run_;
  PoolStep pool_step_;
};

}  // namespace counterpoint::service
