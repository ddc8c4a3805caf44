// Threads for work that must not slow down those who wait for an answer.
#pragma once

#include <functional>

#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Runs work at a lower priority (nice 10), so that threads of calls get nine tenths
// of a processor that both want. Thread-safe; pieces of work share the threads.
class BackgroundThreads {
 public:
  explicit BackgroundThreads(int threads);

  // As matching::ParallelFor.
  using ParallelFor = std::function<void(int tasks, const std::function<void(int)>& body)>;

  // Runs `work` on a thread of its own, with what it is to run in parallel, and
  // returns when it ends.
  void Run(const std::function<void(const ParallelFor&)>& work);

 private:
  WorkerPool pool_;
};

}  // namespace counterpoint::service
