#include "service/health/health_watch.h"

#include <utility>

namespace counterpoint::service {

void HealthWatch::Tell(HealthState state) {
  Step step;
  {
    absl::MutexLock lock(&mutex_);
    if (is_ending_) return;
    wanted_ = state;
    step = Next();
  }
  Take(step);
}

void HealthWatch::End(HealthState state, const grpc::Status& status) {
  Step step;
  {
    absl::MutexLock lock(&mutex_);
    if (is_ending_) return;
    is_ending_ = true;
    wanted_ = state;
    end_ = status;
    step = Next();
  }
  Take(step);
}

void HealthWatch::OnWriteDone(bool ok) {
  Step step;
  {
    absl::MutexLock lock(&mutex_);
    is_writing_ = false;
    is_broken_ |= !ok;
    step = Next();
  }
  Take(step);
}

void HealthWatch::OnCancel() {
  {
    absl::MutexLock lock(&mutex_);
    is_broken_ = true;
  }
  End({}, grpc::Status(grpc::StatusCode::CANCELLED, "the client is gone"));
}

void HealthWatch::OnDone() {
  const auto done = done_;  // The watch goes within it.
  done(this);
}

HealthWatch::Step HealthWatch::Next() {
  if (is_writing_ || is_finished_) return Step::kNothing;
  if (wanted_ != told_ && !is_broken_) {
    is_writing_ = true;
    told_ = wanted_;
    message_.set_status(told_);
    return Step::kWrite;
  }
  // Of a broken one gRPC tells in OnCancel().
  if (!is_ending_) return Step::kNothing;
  is_finished_ = true;
  return Step::kFinish;
}

void HealthWatch::Take(Step step) {
  if (step == Step::kWrite) StartWrite(&message_);
  if (step != Step::kFinish) return;
  grpc::Status end;
  {
    absl::MutexLock lock(&mutex_);
    end = end_;
  }
  Finish(std::move(end));  // It may be gone afterwards.
}

}  // namespace counterpoint::service
