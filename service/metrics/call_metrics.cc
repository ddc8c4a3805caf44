#include "service/metrics/call_metrics.h"

#include <optional>

#include "service/threads/steady_signal.h"

namespace counterpoint::service {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

// Of one call.
class CallObserver final : public grpc::experimental::Interceptor {
 public:
  CallObserver(Metrics& metrics, const ServerRpcInfo& call)
      : metrics_(metrics),
        method_(call.method()),
        streams_(call.type() != ServerRpcInfo::Type::UNARY),
        began_(SteadyNow()) {}

  void Intercept(InterceptorBatchMethods* batch) override {
    if (batch->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      const int code = batch->GetSendStatus().error_code();
      metrics_.CountCall(method_, code,
                         streams_ ? std::nullopt : std::optional(SteadyNow() - began_));
    }
    batch->Proceed();
  }

 private:
  Metrics& metrics_;
  const absl::string_view method_;  // The service's, which outlives its calls.
  const bool streams_;
  const absl::Duration began_;  // As SteadyNow().
};

}  // namespace

grpc::experimental::Interceptor* CallMetrics::CreateServerInterceptor(ServerRpcInfo* call) {
  return new CallObserver(metrics_, *call);
}

}  // namespace counterpoint::service
