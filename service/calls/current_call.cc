#include "service/calls/current_call.h"

#include <atomic>

namespace counterpoint::service {
namespace {

thread_local Call* current_call = nullptr;

}  // namespace

Call* CurrentCall() { return current_call; }

WorkOnCall::WorkOnCall(Call* call) : before_(current_call) { current_call = call; }
WorkOnCall::~WorkOnCall() { current_call = before_; }

void RunForCall(WorkerPool& pool, int tasks, const std::function<void(int)>& body) {
  Call* const call = CurrentCall();
  // Streams ask between two messages whether they are over.
  if (call == nullptr || call->streams()) return pool.ParallelFor(tasks, body);
  CallCounts& counts = call->gate().counts();
  std::atomic<bool> is_over = false;
  pool.ParallelFor(tasks, [&](int task) {
    if (is_over || call->IsOver()) {
      is_over = true;
      ++counts.parts_left_out;
      return;
    }
    ++counts.parts_done;
    // What the body may begin in turn must not throw out of it.
    const WorkOnCall nobody(nullptr);
    body(task);
  });
  if (is_over) throw CallIsOver();
}

}  // namespace counterpoint::service
