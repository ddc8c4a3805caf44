#include "clients/cpp/stall_guard.h"

#include <utility>

#include "absl/time/clock.h"

namespace counterpoint::client {

StallGuard::StallGuard(absl::Duration limit) : limit_(limit), thread_([this] { Run(); }) {}

StallGuard::~StallGuard() {
  {
    absl::MutexLock lock(&mutex_);
    leaving_ = true;
    changed_.Signal();
  }
  thread_.join();
}

bool StallGuard::TakeTripped() {
  absl::MutexLock lock(&mutex_);
  return std::exchange(tripped_, false);
}

void StallGuard::Start(grpc::ClientContext* context) {
  absl::MutexLock lock(&mutex_);
  context_ = context;
  deadline_ = absl::Now() + limit_;
  changed_.Signal();
}

void StallGuard::Stop() {
  absl::MutexLock lock(&mutex_);
  context_ = nullptr;
  deadline_ = absl::InfiniteFuture();
}

void StallGuard::Run() {
  absl::MutexLock lock(&mutex_);
  while (!leaving_) {
    if (context_ != nullptr && absl::Now() >= deadline_) {
      context_->TryCancel();
      context_ = nullptr;
      deadline_ = absl::InfiniteFuture();
      tripped_ = true;
    }
    changed_.WaitWithDeadline(&mutex_, deadline_);
  }
}

}  // namespace counterpoint::client
