#include "service/threads/background_threads.h"

#include <exception>
#include <limits>
#include <thread>

#include "service/threads/priority.h"

namespace counterpoint::service {

BackgroundThreads::BackgroundThreads(int threads)
    : pool_(threads, std::numeric_limits<std::size_t>::max(), kBackgroundNiceness) {}

void BackgroundThreads::Run(const std::function<void(const ParallelFor&)>& work) {
  std::exception_ptr failure;
  // A priority is never raised again, so the caller's own is left alone.
  std::thread thread([&] {
    LowerPriority(kBackgroundNiceness);
    try {
      work([this](int tasks, const std::function<void(int)>& body) {
        pool_.ParallelFor(tasks, body);
      });
    } catch (...) {
      failure = std::current_exception();
    }
  });
  thread.join();
  if (failure != nullptr) std::rethrow_exception(failure);
}

}  // namespace counterpoint::service
