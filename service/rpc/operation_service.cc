#include "service/rpc/operation_service.h"

#include <utility>

#include "service/rpc/grpc_status.h"
#include "service/rpc/operation_waits.h"
#include "service/rpc/request_check.h"
#include "service/rpc/stream_call.h"
#include "service/rpc/unary_call.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* OperationService::GetOperation(grpc::CallbackServerContext* context,
                                                         const v1::GetOperationRequest* request,
                                                         v1::Operation* response) {
  return RunInline(gate_, context, request, response,
                   [this](const auto& r) { return reads_.Get(r); });
}

grpc::ServerUnaryReactor* OperationService::ListOperations(grpc::CallbackServerContext* context,
                                                           const v1::ListOperationsRequest* request,
                                                           v1::ListOperationsResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.List(r); });
}

grpc::ServerUnaryReactor* OperationService::CancelOperation(
    grpc::CallbackServerContext* context, const v1::CancelOperationRequest* request,
    v1::Operation* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) -> absl::StatusOr<v1::Operation> {
                 const absl::Status checked = CheckAlone(r);
                 if (!checked.ok()) return checked;
                 return backend_.operations.Cancel(*conversion::ParseOperationName(r.name()));
               });
}

grpc::Status OperationService::WaitOperation(grpc::ServerContext* context,
                                             const v1::WaitOperationRequest* request,
                                             v1::Operation* response) {
  StreamCall call(gate_, streams_, *context, *request);
  if (!call.status().ok()) return call.End(call.status());
  auto operation =
      call.Run([&] { return WaitForOperation(backend_, *request, [&] { return call.IsOver(); }); });
  if (operation.ok()) *response = *std::move(operation);
  return call.End(operation.status());
}

grpc::Status OperationService::WatchOperation(grpc::ServerContext* context,
                                              const v1::WatchOperationRequest* request,
                                              grpc::ServerWriter<v1::Operation>* writer) {
  StreamCall call(gate_, streams_, *context, *request);
  if (!call.status().ok()) return call.End(call.status());
  return call.End(call.Run([&] {
    return service::WatchOperation(
        backend_, *request,
        [&](const v1::Operation& operation) { return call.Write(*writer, operation); },
        [&] { return call.IsOver(); });
  }));
}

}  // namespace counterpoint::service
