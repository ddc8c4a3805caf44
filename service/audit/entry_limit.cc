#include "service/audit/entry_limit.h"

#include <algorithm>

namespace counterpoint::service {
namespace {

constexpr std::size_t kManyBuckets = 10'000;

}  // namespace

EntryLimit::EntryLimit(const AuditOptions& options, std::function<absl::Time()> clock)
    : options_(options), clock_(std::move(clock)) {}

void EntryLimit::Refill(const std::string& caller, Bucket& bucket, absl::Time now) const {
  const double burst = Burst(caller);
  const absl::Duration interval = caller.empty() ? options_.unknown_interval : options_.interval;
  bucket.tokens = std::min(
      burst, bucket.tokens +
                 absl::FDivDuration(std::max(now - bucket.filled, absl::Duration()), interval));
  bucket.filled = now;
}

std::optional<ChainedEvent> EntryLimit::Admit(ChainedEvent event) {
  const absl::Time now = clock_();
  absl::MutexLock lock(&mutex_);
  if (buckets_.size() >= kManyBuckets) DropFull(now);
  const std::string caller = event.event.caller();
  const auto [found, is_new] = buckets_.try_emplace(caller);
  Bucket& bucket = found->second;
  if (is_new) bucket = {static_cast<double>(Burst(caller)), now, std::nullopt};
  Refill(caller, bucket, now);
  if (bucket.waiting) {
    event.event.set_omitted(event.event.omitted() + bucket.waiting->event.omitted() + 1);
  }
  if (bucket.tokens < 1) {
    bucket.waiting = std::move(event);
    return std::nullopt;
  }
  bucket.tokens -= 1;
  bucket.waiting.reset();
  return event;
}

std::vector<ChainedEvent> EntryLimit::TakeDue(bool all) {
  const absl::Time now = clock_();
  std::vector<ChainedEvent> due;
  absl::MutexLock lock(&mutex_);
  for (auto& [caller, bucket] : buckets_) {
    if (!bucket.waiting) continue;
    Refill(caller, bucket, now);
    if (bucket.tokens < 1 && !all) continue;
    bucket.tokens = std::max(0.0, bucket.tokens - 1);
    due.push_back(*std::move(bucket.waiting));
    bucket.waiting.reset();
  }
  return due;
}

void EntryLimit::DropFull(absl::Time now) {
  for (auto it = buckets_.begin(); it != buckets_.end();) {
    Refill(it->first, it->second, now);
    const bool is_full = it->second.tokens >= Burst(it->first);
    const auto bucket = it++;
    if (is_full && !bucket->second.waiting) buckets_.erase(bucket);
  }
}

}  // namespace counterpoint::service
