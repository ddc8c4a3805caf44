// Brings together what answers from stored lists are made from.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "counterpoint/v1/recommendation.pb.h"
#include "service/conversion/resource_name.h"
#include "service/recommendations/list_basis.h"
#include "service/recommendations/staleness.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Thread-safe. Borrows the backend.
class ListSources {
 public:
  explicit ListSources(const Backend& backend) : backend_(backend) {}

  // Everything as it is now: whatever was committed before counts, but that members
  // are as the live index has them. Generation 0 is the current one. Reads nothing
  // from disk where that is asked for and nothing has changed. Errors: NOT_FOUND
  // (alliance, generation), FAILED_PRECONDITION (nothing has been refreshed yet; not
  // complete), UNAVAILABLE, DATA_LOSS.
  absl::StatusOr<ListBasis> Now(const conversion::GenerationName& name) ABSL_LOCKS_EXCLUDED(mutex_);

  // The same lists with everything else as it is now, or with a snapshot that was
  // pinned. Errors: NOT_FOUND (alliance), UNAVAILABLE, DATA_LOSS.
  absl::StatusOr<ListBasis> Now(std::shared_ptr<const StoredLists> lists)
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<ListBasis> With(std::shared_ptr<const StoredLists> lists, Snapshot snapshot)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // Of one generation that was asked for of late.
  struct Known {
    std::weak_ptr<const StoredLists> lists;
    std::shared_ptr<const PresentMembers> present;  // Of the snapshot seen last.
    std::shared_ptr<const GenerationBasis> made_with;
    std::shared_ptr<Staleness> staleness;
  };
  // What is known already; nothing where that is of other lists or another catalog.
  std::optional<Known> Recall(const std::shared_ptr<const StoredLists>& lists,
                              const IndexSnapshot& snapshot) const ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<Known> Learn(const std::shared_ptr<const StoredLists>& lists,
                              const IndexSnapshot& snapshot) ABSL_LOCKS_EXCLUDED(mutex_);

  const Backend& backend_;
  mutable absl::Mutex mutex_;
  // By alliance, a few generations each.
  absl::flat_hash_map<std::string, std::vector<Known>> known_ ABSL_GUARDED_BY(mutex_);
};

v1::StoredProvenance ProvenanceOf(const ListBasis& basis);

}  // namespace counterpoint::service
