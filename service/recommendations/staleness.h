// Whether stored lists are still what a refresh would make.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/recommendations/list_basis.h"

namespace counterpoint::service {

// Of one generation. It is stale from when any of this is seen to have happened
// since it was made, and stays so:
//   - a member came, was changed or went, as the live index shows;
//   - the policy or the topics were changed (for a shadow, this does not count);
//   - other pairs are kept apart: a decline, a conflict, a partnership or an
//     agreement was recorded or deleted, or has run out (told within ten minutes);
//   - a rule of the staff came, was changed or went, or has run out.
// What does not change a list does not count: views, ratings, sessions, refreshes. Nor
// does time alone, with which deadlines pass and profiles age: as_of_time tells.
// Thread-safe.
class Staleness {
 public:
  // REQUIRES: the basis is of the same generation at each call.
  bool IsStale(const ListBasis& basis) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  bool OthersAreKeptApart(const ListBasis& basis) ABSL_LOCKS_EXCLUDED(mutex_);

  std::atomic<bool> is_stale_ = false;
  absl::Mutex mutex_;
  // Those that were last found to keep the same pairs apart, and when. A look at all
  // pairs costs a look-up for each member.
  std::weak_ptr<const KeptApart> same_ ABSL_GUARDED_BY(mutex_);
  absl::Time looked_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace counterpoint::service
