#include "service/live_index/snapshot_pins.h"

#include <utility>

#include "absl/random/random.h"

namespace counterpoint::service {

SnapshotPins::SnapshotPins(Options options)
    : options_(std::move(options)), next_(absl::Uniform<std::uint64_t>(absl::BitGen())) {}

std::uint64_t SnapshotPins::Pin(const RankingBasis& basis) {
  absl::MutexLock lock(&mutex_);
  DropExpiredLocked();
  const auto found = by_objects_.find(ObjectsOf(basis));
  if (found != by_objects_.end()) {
    Use(found->second);
    return found->second->pin;
  }
  if (entries_.size() >= options_.max_pins) DropBack();
  entries_.push_front({next_++, basis, options_.clock()});
  by_pin_[entries_.front().pin] = entries_.begin();
  by_objects_[ObjectsOf(basis)] = entries_.begin();
  return entries_.front().pin;
}

absl::StatusOr<RankingBasis> SnapshotPins::Pinned(std::uint64_t pin) {
  absl::MutexLock lock(&mutex_);
  DropExpiredLocked();
  const auto found = by_pin_.find(pin);
  if (found == by_pin_.end()) return absl::NotFoundError("the snapshot is no longer kept");
  Use(found->second);
  return found->second->basis;
}

void SnapshotPins::DropExpired() {
  absl::MutexLock lock(&mutex_);
  DropExpiredLocked();
}

void SnapshotPins::DropAll() {
  absl::MutexLock lock(&mutex_);
  while (!entries_.empty()) DropBack();
}

void SnapshotPins::Use(Entries::iterator entry) {
  entry->last_use = options_.clock();
  entries_.splice(entries_.begin(), entries_, entry);
}

void SnapshotPins::DropBack() {
  by_pin_.erase(entries_.back().pin);
  by_objects_.erase(ObjectsOf(entries_.back().basis));
  entries_.pop_back();
}

void SnapshotPins::DropExpiredLocked() {
  const absl::Time oldest = options_.clock() - options_.lifetime;
  while (!entries_.empty() && entries_.back().last_use < oldest) DropBack();
}

}  // namespace counterpoint::service
