// Lets threads that write at the same time share one batch and one sync.
#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/database.h"
#include "storage/mutation.h"
#include "storage/staging.h"

namespace counterpoint::storage {

// A queue of mutations. The thread at its front leads: it takes what has queued
// up behind it, stages all in order, writes them in one batch and wakes the
// others. There is one leader at a time, so mutations are serial. What a group
// has staged is forgotten with it; the next one reads the database again, and a
// failed write leaves nothing behind. Borrows the database. Thread-safe.
class WriteQueue {
 public:
  struct Options {
    bool sync = true;
    std::function<absl::Time()> clock;
  };
  WriteQueue(Database& database, Options options)
      : database_(database), options_(std::move(options)) {}
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  // Returns once the mutation is written. Its own error where it fails alone;
  // where the batch could not be written, that error for all of the group, as
  // each may rely on what another staged. RESOURCE_EXHAUSTED where memory runs out before
  // anything is written; where it does so later, when nothing can be given back, the
  // process ends.
  absl::Status Run(Mutation& mutation) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Waiter {
    explicit Waiter(Mutation& m) : mutation(m) {}
    Mutation& mutation;
    absl::Status status;
    bool done = false;
    absl::CondVar turn;  // Signalled when it is done or at the front.
  };
  using Group = std::vector<Waiter*>;

  void Enqueue(Waiter& waiter) ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status AwaitOrLead(Waiter& self) noexcept ABSL_LOCKS_EXCLUDED(mutex_);
  Group TakeGroup() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WriteGroup(const Group& group) const;
  static absl::Status StageGroup(const Group& group, Staging& staging, bool& sync);
  void Retire(const Group& group) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Database& database_;
  const Options options_;
  absl::Mutex mutex_;
  std::deque<Waiter*> waiters_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::storage
