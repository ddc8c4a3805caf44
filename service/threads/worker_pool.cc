#include "service/threads/worker_pool.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <new>
#include <utility>

#include "absl/time/clock.h"
#include "service/threads/priority.h"

namespace counterpoint::service {
namespace {

// In a row, while heavy jobs wait.
constexpr int kLightTurns = 4;

// Tasks handed out one by one. Helpers that come late find none left and do
// not touch `body`, which is gone by then. After one has thrown the rest is left out.
struct TaskList {
  TaskList(int count, const std::function<void(int)>& b) : tasks(count), body(b) {}

  void Run() {
    for (int task = next++; task < tasks; task = next++) {
      const std::exception_ptr failed = has_failed ? nullptr : RunOne(task);
      absl::MutexLock lock(&mutex);
      if (failed != nullptr && failure == nullptr) failure = failed;
      has_failed = failure != nullptr;
      ++done;
    }
  }
  std::exception_ptr RunOne(int task) const {
    try {
      body(task);
      return nullptr;
    } catch (...) {
      return std::current_exception();
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
  std::exception_ptr failure ABSL_GUARDED_BY(mutex);  // The first.
  std::atomic<bool> has_failed = false;
};

}  // namespace

WorkerPool::WorkerPool(int threads, std::size_t max_queued, int niceness)
    : max_queued_(max_queued) {
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this, niceness] {
      if (niceness > 0) LowerPriority(niceness);
      Work();
    });
  }
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Schedule(std::function<void()> job, Lane lane) {
  absl::MutexLock lock(&mutex_);
  if (light_.size() + heavy_.size() >= max_queued_) return false;
  (lane == Lane::kLight ? light_ : heavy_).push_back({std::move(job), absl::GetCurrentTimeNanos()});
  return true;
}

std::size_t WorkerPool::queued() const {
  absl::MutexLock lock(&mutex_);
  return light_.size() + heavy_.size();
}

void WorkerPool::SetMaxQueued(std::size_t max_queued) {
  absl::MutexLock lock(&mutex_);
  max_queued_ = max_queued;
}

void WorkerPool::ParallelFor(int tasks, const std::function<void(int)>& body) {
  if (tasks <= 0) return;
  const auto list = std::make_shared<TaskList>(tasks, body);
  for (int i = 1; i < std::min(tasks, threads()); ++i) {
    try {
      if (!Schedule([list] { list->Run(); })) break;
    } catch (const std::bad_alloc&) {
      break;  // Those that help already may not be left alone with `body`.
    }
  }
  list->Run();
  list->AwaitAll();
  absl::MutexLock lock(&list->mutex);
  if (list->failure != nullptr) std::rethrow_exception(list->failure);
}

WorkerPool::Job WorkerPool::TakeJob() {
  const bool is_heavys_turn = light_.empty() || light_turns_ >= kLightTurns;
  std::deque<Job>& lane = is_heavys_turn && !heavy_.empty() ? heavy_ : light_;
  light_turns_ = &lane == &heavy_ ? 0 : light_turns_ + 1;
  Job job = std::move(lane.front());
  lane.pop_front();
  return job;
}

void WorkerPool::Work() {
  for (;;) {
    Job job;
    {
      absl::MutexLock lock(&mutex_, absl::Condition(this, &WorkerPool::HasWork));
      if (light_.empty() && heavy_.empty()) return;
      job = TakeJob();
    }
    ++begun_;
    waited_nanos_ += absl::GetCurrentTimeNanos() - job.scheduled;
    job.run();
  }
}

}  // namespace counterpoint::service
