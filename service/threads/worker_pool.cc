#include "service/threads/worker_pool.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

namespace counterpoint::service {
namespace {

// Tasks handed out one by one. Helpers that come late find none left and do
// not touch `body`, which is gone by then.
struct TaskList {
  TaskList(int count, const std::function<void(int)>& b) : tasks(count), body(b) {}

  void Run() {
    for (int task = next++; task < tasks; task = next++) {
      body(task);
      absl::MutexLock lock(&mutex);
      ++done;
    }
  }
  void AwaitAll() {
    mutex.LockWhen(absl::Condition(this, &TaskList::AllDone));
    mutex.Unlock();
  }
  bool AllDone() const ABSL_SHARED_LOCKS_REQUIRED(mutex) { return done == tasks; }

  const int tasks;
  const std::function<void(int)>& body;
  std::atomic<int> next = 0;
  absl::Mutex mutex;
  int done ABSL_GUARDED_BY(mutex) = 0;
};

}  // namespace

WorkerPool::WorkerPool(int threads, std::size_t max_queued) : max_queued_(max_queued) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Schedule(std::function<void()> job) {
  absl::MutexLock lock(&mutex_);
  if (jobs_.size() >= max_queued_) return false;
  jobs_.push_back(std::move(job));
  return true;
}

void WorkerPool::ParallelFor(int tasks, const std::function<void(int)>& body) {
  if (tasks <= 0) return;
  const auto list = std::make_shared<TaskList>(tasks, body);
  for (int i = 1; i < std::min(tasks, threads()); ++i) {
    if (!Schedule([list] { list->Run(); })) break;
  }
  list->Run();
  list->AwaitAll();
}

void WorkerPool::Work() {
  for (;;) {
    std::function<void()> job;
    {
      absl::MutexLock lock(&mutex_, absl::Condition(this, &WorkerPool::HasWork));
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

}  // namespace counterpoint::service
