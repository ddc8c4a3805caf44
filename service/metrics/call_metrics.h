// Counts the calls of a gRPC server.
#pragma once

#include "grpcpp/support/server_interceptor.h"
#include "service/metrics/metrics.h"

namespace counterpoint::service {

// For ServerBuilder: every call of every service is counted when its status is
// sent, and timed from its arrival unless it streams. Borrows the metrics, which
// must outlive the server.
class CallMetrics final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit CallMetrics(Metrics& metrics) : metrics_(metrics) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* call) override;

 private:
  Metrics& metrics_;
};

}  // namespace counterpoint::service
