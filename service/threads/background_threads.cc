#include "service/threads/background_threads.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <exception>
#include <limits>
#include <thread>

namespace counterpoint::service {
namespace {

constexpr int kNiceness = 10;

// Of the calling thread, once. On Linux priorities are those of threads; one that
// cannot be lowered stays as it is, which costs speed alone.
void LowerPriority() {
  thread_local bool is_low = false;
  if (is_low) return;
  is_low = true;
  setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), kNiceness);
}

}  // namespace

BackgroundThreads::BackgroundThreads(int threads)
    : pool_(threads, std::numeric_limits<std::size_t>::max()) {}

void BackgroundThreads::Run(const std::function<void(const ParallelFor&)>& work) {
  std::exception_ptr failure;
  // A priority is never raised again, so the caller's own is left alone.
  std::thread thread([&] {
    LowerPriority();
    try {
      work([this](int tasks, const std::function<void(int)>& body) {
        pool_.ParallelFor(tasks, [&body](int task) {
          LowerPriority();
          body(task);
        });
      });
    } catch (...) {
      failure = std::current_exception();
    }
  });
  thread.join();
  if (failure != nullptr) std::rethrow_exception(failure);
}

}  // namespace counterpoint::service
