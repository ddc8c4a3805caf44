#include "service/recommendations/staleness.h"

#include "service/recommendations/refresh_inputs.h"

namespace counterpoint::service {
namespace {

// Pairs run out months after they were recorded.
constexpr absl::Duration kLookAgain = absl::Minutes(10);

}  // namespace

bool Staleness::IsStale(const ListBasis& basis) {
  if (is_stale_) return true;
  const StoredLists& lists = *basis.lists;
  const v1::Generation& generation = lists.generation();
  const IndexSnapshot& snapshot = *basis.snapshot;
  const bool moved =
      snapshot.index->size() != lists.members().size() ||
      basis.rules->fingerprint != basis.made_with->staff_rules ||
      (!generation.shadow() && snapshot.alliance->policy.version != generation.policy_version()) ||
      OthersAreKeptApart(basis) || !basis.present->Changed(lists, snapshot).empty();
  if (moved) is_stale_ = true;
  return moved;
}

bool Staleness::OthersAreKeptApart(const ListBasis& basis) {
  absl::MutexLock lock(&mutex_);
  if (same_.lock() == basis.apart && basis.now >= looked_ && basis.now < looked_ + kLookAgain) {
    return false;
  }
  if (ExcludedPairs(*basis.apart, basis.lists->members(), basis.now) !=
      basis.made_with->kept_apart) {
    return true;
  }
  same_ = basis.apart;
  looked_ = basis.now;
  return false;
}

}  // namespace counterpoint::service
