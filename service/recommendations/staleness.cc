#include "service/recommendations/staleness.h"

namespace counterpoint::service {
namespace {

// Pairs run out at whole moments, months after they were recorded: that is told with
// this delay.
constexpr absl::Duration kJudgeAgain = absl::Minutes(1);

}  // namespace

bool Staleness::IsStale(const ListBasis& basis) {
  if (is_stale_) return true;
  const StoredLists& lists = *basis.lists;
  const v1::Generation& generation = lists.generation();
  const IndexSnapshot& snapshot = *basis.snapshot;
  const bool moved =
      snapshot.index->size() != lists.members().size() ||
      basis.rules->fingerprint != lists.basis().staff_rules ||
      (!generation.shadow() && snapshot.alliance->policy.version != generation.policy_version()) ||
      FingerprintOf(basis) != lists.basis().kept_apart ||
      !basis.present->Changed(lists, snapshot).empty();
  if (moved) is_stale_ = true;
  return moved;
}

std::uint64_t Staleness::FingerprintOf(const ListBasis& basis) {
  absl::MutexLock lock(&mutex_);
  if (apart_.lock() != basis.apart || basis.now >= judged_ + kJudgeAgain || basis.now < judged_) {
    apart_ = basis.apart;
    judged_ = basis.now;
    fingerprint_ = basis.apart->Fingerprint(basis.now);
  }
  return fingerprint_;
}

}  // namespace counterpoint::service
