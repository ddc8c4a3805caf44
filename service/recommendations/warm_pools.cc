#include "service/recommendations/warm_pools.h"

#include <algorithm>
#include <utility>

namespace counterpoint::service {

void WarmPools::Keep(const std::string& alliance, std::int64_t create_revision,
                     std::vector<matching::Pool> pools) {
  std::size_t entries = 0;
  for (const matching::Pool& pool : pools) entries += pool.entries.size();
  std::list<Kept> gone;  // Freed without the lock.
  absl::MutexLock lock(&mutex_);
  for (auto kept = kept_.begin(); kept != kept_.end();) {
    const auto next = std::next(kept);
    if (kept->alliance == alliance) gone.splice(gone.end(), kept_, kept);
    kept = next;
  }
  if (entries > most_entries_) return;
  kept_.push_front({alliance, create_revision, entries, std::move(pools)});
  std::size_t all = 0;
  for (auto kept = kept_.begin(); kept != kept_.end(); ++kept) {
    all += kept->entries;
    if (all <= most_entries_) continue;
    gone.splice(gone.end(), kept_, kept, kept_.end());
    break;
  }
}

std::optional<std::vector<matching::Pool>> WarmPools::Take(const std::string& alliance,
                                                           std::int64_t create_revision) {
  absl::MutexLock lock(&mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    return kept.create_revision == create_revision && kept.alliance == alliance;
  });
  if (found == kept_.end()) return std::nullopt;
  std::vector<matching::Pool> pools = std::move(found->pools);
  kept_.erase(found);
  return pools;
}

}  // namespace counterpoint::service
