// Threads that work off a queue.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace counterpoint::service {

// A fixed number of threads and a bounded queue. Thread-safe. The destructor
// runs what is queued and joins; nothing may be scheduled any more by then.
class WorkerPool {
 public:
  WorkerPool(int threads, std::size_t max_queued);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Jobs start in the order of their calls. False where the queue is full: the
  // job is then not run.
  bool Schedule(std::function<void()> job) ABSL_LOCKS_EXCLUDED(mutex_);

  // Runs body(0) ... body(tasks - 1) on the calling thread and on those of the
  // pool that are free, and returns when all are done. May be called from a
  // thread of the pool: the caller never waits for a task that has not begun.
  void ParallelFor(int tasks, const std::function<void(int)>& body);

  int threads() const { return static_cast<int>(threads_.size()); }

 private:
  void Work() ABSL_LOCKS_EXCLUDED(mutex_);
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return closed_ || !jobs_.empty(); }

  const std::size_t max_queued_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> jobs_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;  // Constant once constructed.
};

}  // namespace counterpoint::service
