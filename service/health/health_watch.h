// One open watch of the server's health.
#pragma once

#include <functional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "counterpoint/rpc/health.grpc.pb.h"
#include "grpcpp/support/server_callback.h"

namespace counterpoint::service {

using HealthState = grpc::health::v1::HealthCheckResponse::ServingStatus;

// Writes one message at a time; of states that follow each other while it is written the
// last is told. Thread-safe.
class HealthWatch final : public grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse> {
 public:
  // `done` is called once, when gRPC needs it no longer; the watch may go then.
  HealthWatch(bool is_of_known_service, std::function<void(HealthWatch*)> done)
      : is_of_known_service_(is_of_known_service), done_(std::move(done)) {}

  bool is_of_known_service() const { return is_of_known_service_; }

  // Nothing after End().
  void Tell(HealthState state) ABSL_LOCKS_EXCLUDED(mutex_);
  // Ends the call with the status once the state has been told. The first one counts.
  void End(HealthState state, const grpc::Status& status) ABSL_LOCKS_EXCLUDED(mutex_);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  enum class Step { kNothing, kWrite, kFinish };
  Step Next() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Without the lock: gRPC may call back from within.
  void Take(Step step) ABSL_LOCKS_EXCLUDED(mutex_);

  const bool is_of_known_service_;
  const std::function<void(HealthWatch*)> done_;
  absl::Mutex mutex_;
  HealthState wanted_ ABSL_GUARDED_BY(mutex_) = {};
  HealthState told_ ABSL_GUARDED_BY(mutex_) = {};  // UNKNOWN: nothing.
  bool is_writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool is_broken_ ABSL_GUARDED_BY(mutex_) = false;
  bool is_ending_ ABSL_GUARDED_BY(mutex_) = false;
  bool is_finished_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::Status end_ ABSL_GUARDED_BY(mutex_);
  // Constant while it is being written.
  grpc::health::v1::HealthCheckResponse message_;
};

}  // namespace counterpoint::service
