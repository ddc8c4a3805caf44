// The call that a thread works on.
#pragma once

#include <functional>

#include "service/calls/call.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Null on threads that work for no call, or help another thread with one.
Call* CurrentCall();

// As long as it lives the thread works on the call, or for none.
class WorkOnCall {
 public:
  explicit WorkOnCall(Call* call);
  ~WorkOnCall();
  WorkOnCall(const WorkOnCall&) = delete;
  WorkOnCall& operator=(const WorkOnCall&) = delete;

 private:
  Call* const before_;
};

// From now on the time of the thread's call goes to the stage.
inline void EnterStage(Stage stage) {
  if (Call* const call = CurrentCall()) call->trace().Enter(stage);
}

// Thrown out of the work for a call that is over. The mathematics gives whole results
// and knows no way to stop: an exception leaves it without a half one that somebody might
// take for the answer.
struct CallIsOver {};

// Runs body(0) ... body(tasks - 1) over the pool. On a thread that works on a call that
// is no stream it leaves out the rest once that is over, and throws CallIsOver when all that began
// have ended. `body` must not throw.
void RunForCall(WorkerPool& pool, int tasks, const std::function<void(int)>& body);

}  // namespace counterpoint::service
