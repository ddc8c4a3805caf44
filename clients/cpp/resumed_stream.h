// A stream of answers that outlives its connection.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/error.h"
#include "clients/cpp/retry_policy.h"
#include "clients/cpp/stall_guard.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"

namespace counterpoint::client {

// Opens the stream anew after each break. Gives up when `retry.max_attempts`
// connections in a row tell nothing. Next() is for one thread; Cancel() may be
// called from any.
template <typename Response>
class ResumedStream {
 public:
  using Reader = grpc::ClientReaderInterface<Response>;
  // Makes the call; after a break, from where the answers so far have led.
  using Open = std::function<std::unique_ptr<Reader>(grpc::ClientContext*)>;

  ResumedStream(const ConnectionOptions& options, Open open)
      : retry_(options.retry), open_(std::move(open)), guard_(options.stall_limit) {}
  ~ResumedStream() {
    Cancel();
    if (reader_ != nullptr) (void)Close();
  }
  ResumedStream(const ResumedStream&) = delete;
  ResumedStream& operator=(const ResumedStream&) = delete;

  // Waits for the next answer. nullopt at the end of the stream, and after
  // Cancel().
  absl::StatusOr<std::optional<Response>> Next() {
    absl::BitGen random;
    for (int failures = 0; !ended_;) {
      if (reader_ == nullptr && !Connect()) break;
      Response response;
      if (guard_.Watch(context(), [&] { return reader_->Read(&response); })) return response;
      const absl::Status status = Close();
      ended_ = status.ok() || cancelled_.HasBeenNotified();
      if (ended_) break;
      const auto pause = NextPause(retry_, status, ++failures, absl::InfiniteDuration(), random);
      if (!pause.has_value()) return status;
      cancelled_.WaitForNotificationWithTimeout(*pause);
    }
    return std::nullopt;
  }

  // Ends the stream, now and for good.
  void Cancel() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (cancelled_.HasBeenNotified()) return;
    cancelled_.Notify();
    if (context_ != nullptr) context_->TryCancel();
  }

 private:
  // False where the stream has been cancelled.
  bool Connect() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (cancelled_.HasBeenNotified()) return false;
    context_ = std::make_unique<grpc::ClientContext>();
    reader_ = open_(context_.get());
    return true;
  }
  grpc::ClientContext* context() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    return context_.get();
  }
  absl::Status Close() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::Status status = FromGrpc(reader_->Finish());
    reader_.reset();
    absl::MutexLock lock(&mutex_);
    context_.reset();
    if (guard_.TakeTripped()) return absl::UnavailableError("the server has fallen silent");
    return status;
  }

  const RetryPolicy retry_;
  const Open open_;
  StallGuard guard_;
  absl::Notification cancelled_;
  std::unique_ptr<Reader> reader_;
  bool ended_ = false;

  absl::Mutex mutex_;
  std::unique_ptr<grpc::ClientContext> context_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::client
