#include "service/rpc/personal_data_service.h"

#include "service/rpc/personal_data_reads.h"
#include "service/rpc/stream_call.h"
#include "service/rpc/unary_call.h"

namespace counterpoint::service {

grpc::Status PersonalDataService::ExportMemberData(
    grpc::ServerContext* context, const v1::ExportMemberDataRequest* request,
    grpc::ServerWriter<v1::ExportMemberDataResponse>* writer) {
  StreamCall call(gate_, streams_, *context, *request);
  if (!call.status().ok()) return call.End(call.status());
  return call.End(call.Run([&] {
    return service::ExportMemberData(backend_, trail_, *request, [&](const auto& response) {
      return !call.IsOver() && call.Write(*writer, response);
    });
  }));
}

grpc::ServerUnaryReactor* PersonalDataService::EraseMember(grpc::CallbackServerContext* context,
                                                           const v1::EraseMemberRequest* request,
                                                           v1::EraseMemberResponse* response) {
  return RunOn(gate_, writers_, context, request, response, [this, context](const auto& r) {
    return writes_.Erase(r, [context] { return context->IsCancelled(); });
  });
}

}  // namespace counterpoint::service
