// The second step of a refresh: the lists, made of all pools together, and written.
#pragma once

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "matching/refresh/list_making.h"
#include "service/recommendations/list_update.h"
#include "service/recommendations/pool_step.h"
#include "service/recommendations/refresh_run.h"
#include "service/recommendations/stored_lists.h"

namespace counterpoint::service {

// Of what it is made from, lists whose candidates are the same stay as they are, and
// what has changed is all that is written (generation_layers.h). Borrows everything.
// Not thread-safe.
class ListStep {
 public:
  // `base` may be null: nothing is reused.
  ListStep(RefreshRun& run, const std::vector<matching::Pool>& pools, const RefreshBase* base)
      : run_(run), pools_(pools), base_(base) {}

  // The lists of all members, in the store but for the record that makes them complete,
  // which is the run's. Errors: CANCELLED, DATA_LOSS, those of OperationControl::Save.
  absl::StatusOr<std::shared_ptr<const StoredLists>> Make();

 private:
  matching::ListQuery Query() const;
  // The lists of the base; null where there are none.
  const FormerLists* Former() const { return base_ && base_->lists ? &*base_->lists : nullptr; }
  // Whether lists of the base hold that have the same candidates.
  bool ListsStay(const matching::ListQuery& query) const;
  // Whose lists may be others: their candidates are, or staff pin somebody in them.
  std::vector<matching::MemberPosition> Targets(const matching::ListQuery& query) const;
  // Both put the exposure into the record.
  UpdatedLists MakeSome(const matching::ListQuery& query);
  UpdatedLists MakeAll(const matching::ListQuery& query);
  absl::Status Save(const StoredLists& lists, const std::vector<matching::MemberPosition>& changed);

  RefreshRun& run_;
  const std::vector<matching::Pool>& pools_;
  const RefreshBase* const base_;
};

}  // namespace counterpoint::service
