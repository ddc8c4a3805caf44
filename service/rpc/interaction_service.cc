#include "service/rpc/interaction_service.h"

#include "service/rpc/grpc_status.h"
#include "service/rpc/interaction_stream.h"
#include "service/rpc/stream_call.h"
#include "service/rpc/unary_call.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* InteractionService::BatchRecordInteractions(
    grpc::CallbackServerContext* context, const v1::BatchRecordInteractionsRequest* request,
    v1::BatchRecordInteractionsResponse* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.BatchRecord(r); });
}

grpc::ServerUnaryReactor* InteractionService::GetInteraction(
    grpc::CallbackServerContext* context, const v1::GetInteractionRequest* request,
    v1::Interaction* response) {
  return RunInline(gate_, context, request, response,
                   [this](const auto& r) { return reads_.Get(r); });
}

grpc::ServerUnaryReactor* InteractionService::ListInteractions(
    grpc::CallbackServerContext* context, const v1::ListInteractionsRequest* request,
    v1::ListInteractionsResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.List(r); });
}

grpc::ServerUnaryReactor* InteractionService::DeleteInteraction(
    grpc::CallbackServerContext* context, const v1::DeleteInteractionRequest* request,
    google::protobuf::Empty* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Delete(r); });
}

// A message is read when the one before has been answered: whoever sends faster than
// the disk syncs is held up by the flow control of the stream.
grpc::Status InteractionService::RecordInteractions(
    grpc::ServerContext* context,
    grpc::ServerReaderWriter<v1::RecordInteractionsResponse, v1::RecordInteractionsRequest>*
        stream) {
  v1::RecordInteractionsRequest request;
  StreamCall call(gate_, streams_, *context, request);
  if (!call.status().ok()) return call.End(call.status());
  InteractionStream recording(backend_);
  while (call.Read(*stream, request)) {
    const absl::Status admitted = call.Admit(request);
    if (!admitted.ok()) return call.End(admitted);
    const auto response = call.Run([&] { return recording.Take(request); });
    call.EndRequest(response.status());
    if (!response.ok()) return call.End(response.status());
    if (!call.Write(*stream, *response)) break;
  }
  return call.End(context->IsCancelled() ? absl::CancelledError() : absl::OkStatus());
}

}  // namespace counterpoint::service
