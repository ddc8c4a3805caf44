#include "storage/write_queue.h"

#include <algorithm>
#include <new>

#include "storage/staging.h"

namespace counterpoint::storage {
namespace {

// Enough to share a sync among many small commits without making the first
// wait for a long write.
constexpr std::size_t kMaxGroupBytes = std::size_t{1} << 20;

}  // namespace

absl::Status WriteQueue::Run(Mutation& mutation) {
  Waiter self(mutation);
  Enqueue(self);
  return AwaitOrLead(self);
}

void WriteQueue::Enqueue(Waiter& waiter) {
  absl::MutexLock lock(&mutex_);
  waiters_.push_back(&waiter);
}

// Once it is in the queue others rely on its turn being taken.
absl::Status WriteQueue::AwaitOrLead(Waiter& self) noexcept {
  mutex_.Lock();
  while (!self.done && waiters_.front() != &self) self.turn.Wait(&mutex_);
  if (!self.done) {
    const Group group = TakeGroup();
    // Nobody else leads while this thread's waiter stays at the front.
    mutex_.Unlock();
    WriteGroup(group);
    mutex_.Lock();
    Retire(group);
  }
  mutex_.Unlock();
  return self.status;
}

WriteQueue::Group WriteQueue::TakeGroup() const {
  Group group;
  std::size_t bytes = 0;
  for (Waiter* waiter : waiters_) {
    bytes += waiter->mutation.ApproximateBytes();
    if (!group.empty() && (bytes > kMaxGroupBytes || waiter->mutation.StandsAlone())) break;
    group.push_back(waiter);
    if (waiter->mutation.StandsAlone()) break;
  }
  return group;
}

absl::Status WriteQueue::StageGroup(const Group& group, Staging& staging, bool& sync) {
  try {
    for (Waiter* waiter : group) {
      waiter->status = waiter->mutation.Stage(staging);
      sync |= waiter->status.ok() && waiter->mutation.NeedsSync();
    }
    return absl::OkStatus();
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError(
        "there is no memory for what is to be written; nothing was: write less at a time, or try "
        "again");
  }
}

void WriteQueue::WriteGroup(const Group& group) const {
  Staging staging(database_, absl::ToUnixMicros(options_.clock()));
  bool sync = false;
  const absl::Status staged = StageGroup(group, staging, sync);
  if (!staged.ok()) {
    // One may be staged by half, and others rely on it.
    for (Waiter* waiter : group) waiter->status = staged;
    return;
  }
  if (!staging.empty()) {
    const absl::Status written = staging.Write(sync && options_.sync);
    if (!written.ok()) {
      for (Waiter* waiter : group) waiter->status = written;
    }
  }
  for (Waiter* waiter : group) {
    if (waiter->status.ok()) waiter->mutation.Announce();
  }
}

void WriteQueue::Retire(const Group& group) {
  waiters_.erase(waiters_.begin(), waiters_.begin() + static_cast<std::ptrdiff_t>(group.size()));
  for (Waiter* waiter : group) {
    waiter->done = true;
    waiter->turn.Signal();
  }
  if (!waiters_.empty()) waiters_.front()->turn.Signal();
}

}  // namespace counterpoint::storage
