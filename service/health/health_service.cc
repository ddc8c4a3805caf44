#include "service/health/health_service.h"

namespace counterpoint::service {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

namespace {

grpc::Status Draining() {
  return grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server is shutting down");
}

}  // namespace

void HealthService::SetServing(bool serving) {
  HealthState state;
  {
    absl::MutexLock lock(&mutex_);
    serving_ = serving;
    state = StateNow();
  }
  for (const auto& watch : Watches()) {
    if (watch->is_of_known_service()) watch->Tell(state);
  }
}

void HealthService::Shutdown() {
  {
    absl::MutexLock lock(&mutex_);
    shut_down_ = true;
  }
  for (const auto& watch : Watches()) {
    watch->End(HealthCheckResponse::NOT_SERVING, Draining());
  }
}

grpc::ServerUnaryReactor* HealthService::Check(grpc::CallbackServerContext* context,
                                               const HealthCheckRequest* request,
                                               HealthCheckResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (!services_.contains(request->service())) {
    reactor->Finish(grpc::Status(grpc::StatusCode::NOT_FOUND, "there is no such service"));
    return reactor;
  }
  {
    absl::ReaderMutexLock lock(&mutex_);
    response->set_status(StateNow());
  }
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(
    grpc::CallbackServerContext*, const HealthCheckRequest* request) {
  const bool is_known = services_.contains(request->service());
  const auto watch = std::make_shared<HealthWatch>(is_known, [this](HealthWatch* done) {
    absl::MutexLock lock(&mutex_);
    const auto found = watches_.find(done);
    if (found != watches_.end()) watches_.erase(found);
  });
  // gRPC has no part in the watch before it is returned, and so cannot call back.
  absl::MutexLock lock(&mutex_);
  watches_.insert(watch);
  const HealthState state = is_known ? StateNow() : HealthCheckResponse::SERVICE_UNKNOWN;
  shut_down_ ? watch->End(state, Draining()) : watch->Tell(state);
  return watch.get();
}

std::vector<std::shared_ptr<HealthWatch>> HealthService::Watches() const {
  absl::ReaderMutexLock lock(&mutex_);
  return {watches_.begin(), watches_.end()};
}

HealthState HealthService::StateNow() const {
  return serving_ && !shut_down_ ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING;
}

}  // namespace counterpoint::service
