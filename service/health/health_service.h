// Whether the server answers, as gRPC's clients and balancers ask for it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "counterpoint/rpc/health.grpc.pb.h"
#include "service/health/health_watch.h"

namespace counterpoint::service {

// gRPC's own health service leaves watches open when a server shuts down, which then waits
// for them until its limit; this one ends them. All services are in one state. Watches
// hold no thread, and nobody is asked who calls. Thread-safe.
class HealthService final : public grpc::health::v1::Health::CallbackService {
 public:
  // Of these services, by their full names; "" stands for the server as a whole.
  explicit HealthService(const std::vector<std::string>& services)
      : services_(services.begin(), services.end()) {}

  // From the beginning it is not serving.
  void SetServing(bool serving) ABSL_LOCKS_EXCLUDED(mutex_);

  // Tells that it is not serving, for good, and ends all watches.
  void Shutdown() ABSL_LOCKS_EXCLUDED(mutex_);

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* response) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  // Those that are open. They are told without the lock, which their end takes.
  std::vector<std::shared_ptr<HealthWatch>> Watches() const ABSL_LOCKS_EXCLUDED(mutex_);
  HealthState StateNow() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const absl::flat_hash_set<std::string> services_;
  mutable absl::Mutex mutex_;
  bool serving_ ABSL_GUARDED_BY(mutex_) = false;
  bool shut_down_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_set<std::shared_ptr<HealthWatch>> watches_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
