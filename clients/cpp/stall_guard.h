// A limit on how long a step of a stream may take.
#pragma once

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"

namespace counterpoint::client {

// Cancels a stream whose other end has fallen silent. gRPC's deadline is for a
// stream as a whole, which may rightly last for hours; this one is for each
// step. Has a thread of its own. For one stream at a time.
class StallGuard {
 public:
  explicit StallGuard(absl::Duration limit);
  ~StallGuard();
  StallGuard(const StallGuard&) = delete;
  StallGuard& operator=(const StallGuard&) = delete;

  // Runs `step`. If it takes longer than the limit, `context` is cancelled,
  // which makes reads and writes on its stream fail.
  template <typename Step>
  auto Watch(grpc::ClientContext* context, Step step) {
    Start(context);
    auto result = step();
    Stop();
    return result;
  }

  // Whether a stream had to be cancelled since the last call of this.
  bool TakeTripped() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Start(grpc::ClientContext* context) ABSL_LOCKS_EXCLUDED(mutex_);
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);

  const absl::Duration limit_;
  absl::Mutex mutex_;
  absl::CondVar changed_;
  // The stream that is in a step, or null.
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;
  absl::Time deadline_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  bool tripped_ ABSL_GUARDED_BY(mutex_) = false;
  bool leaving_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace counterpoint::client
