#include "storage/pins.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace counterpoint::storage {

std::uint64_t Pins::Pin(std::shared_ptr<const ReadView> view) {
  const absl::Time now = options_.clock();
  Entries surplus;
  absl::MutexLock lock(&mutex_);
  std::uint64_t number = 0;
  do {
    number = absl::Uniform<std::uint64_t>(random_);
  } while (by_number_.contains(number));
  entries_.push_front({number, now, std::move(view)});
  by_number_[number] = entries_.begin();
  surplus = TakeSurplus(now);
  return number;
}

absl::StatusOr<std::shared_ptr<const ReadView>> Pins::Find(std::uint64_t number) {
  const absl::Time now = options_.clock();
  Entries surplus;
  absl::MutexLock lock(&mutex_);
  surplus = TakeSurplus(now);
  const auto found = by_number_.find(number);
  if (found == by_number_.end()) {
    return absl::NotFoundError(absl::StrCat("pinned view ", number, " is no longer kept"));
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  entries_.front().used = now;
  return entries_.front().view;
}

void Pins::DropExpired() {
  const absl::Time now = options_.clock();
  Entries surplus;
  absl::MutexLock lock(&mutex_);
  surplus = TakeSurplus(now);
}

void Pins::DropAll() {
  Entries surplus;
  absl::MutexLock lock(&mutex_);
  by_number_.clear();
  surplus.swap(entries_);
}

Pins::Entries Pins::TakeSurplus(absl::Time now) {
  Entries surplus;
  while (!entries_.empty() &&
         (entries_.size() > options_.capacity || entries_.back().used + options_.lifetime <= now)) {
    by_number_.erase(entries_.back().number);
    surplus.splice(surplus.begin(), entries_, std::prev(entries_.end()));
  }
  return surplus;
}

}  // namespace counterpoint::storage
