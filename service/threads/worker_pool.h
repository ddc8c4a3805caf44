// Threads that work off a queue.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace counterpoint::service {

// A fixed number of threads and a bounded queue with two lanes, so that what is quick
// does not wait for all that is not: the heavy lane has every fifth turn while both have
// jobs. Thread-safe. The destructor
// runs what is queued and joins; nothing may be scheduled any more by then.
class WorkerPool {
 public:
  // Its threads are so much nicer than the process, see LowerPriority().
  WorkerPool(int threads, std::size_t max_queued, int niceness = 0);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  enum class Lane { kLight, kHeavy };

  // Jobs of a lane start in the order of their calls. False where the queue is full:
  // the job is then not run.
  bool Schedule(std::function<void()> job, Lane lane = Lane::kLight) ABSL_LOCKS_EXCLUDED(mutex_);

  // Jobs that wait.
  std::size_t queued() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Jobs that have begun, and how long they waited together.
  std::int64_t begun() const { return begun_; }
  absl::Duration waited() const { return absl::Nanoseconds(waited_nanos_.load()); }

  // For jobs to come.
  void SetMaxQueued(std::size_t max_queued) ABSL_LOCKS_EXCLUDED(mutex_);

  // Runs body(0) ... body(tasks - 1) on the calling thread and on those of the pool that are
  // free; returns when all are done, or throws what the first to fail has thrown. May be called
  // from a thread of the pool: the caller never waits for a task that has not begun.
  void ParallelFor(int tasks, const std::function<void(int)>& body);

  int threads() const { return static_cast<int>(threads_.size()); }

 private:
  void Work() ABSL_LOCKS_EXCLUDED(mutex_);
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return closed_ || !light_.empty() || !heavy_.empty();
  }
  struct Job {
    std::function<void()> run;
    std::int64_t scheduled;  // Nanoseconds since 1970.
  };
  Job TakeJob() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  std::size_t max_queued_ ABSL_GUARDED_BY(mutex_);
  std::deque<Job> light_ ABSL_GUARDED_BY(mutex_);
  std::deque<Job> heavy_ ABSL_GUARDED_BY(mutex_);
  int light_turns_ ABSL_GUARDED_BY(mutex_) = 0;  // Since a heavy job had its turn.
  std::atomic<std::int64_t> begun_ = 0;
  std::atomic<std::int64_t> waited_nanos_ = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;  // Constant once constructed.
};

}  // namespace counterpoint::service
