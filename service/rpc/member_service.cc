#include "service/rpc/member_service.h"

#include "service/rpc/grpc_status.h"
#include "service/rpc/member_export.h"
#include "service/rpc/member_import.h"
#include "service/rpc/member_watch.h"
#include "service/rpc/stream_call.h"
#include "service/rpc/unary_call.h"

namespace counterpoint::service {
namespace {

constexpr absl::Duration kHeartbeat = absl::Seconds(30);

}  // namespace

grpc::ServerUnaryReactor* MemberService::CreateMember(grpc::CallbackServerContext* context,
                                                      const v1::CreateMemberRequest* request,
                                                      v1::Member* response) {
  return RunOn(access_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Create(r); });
}

grpc::ServerUnaryReactor* MemberService::GetMember(grpc::CallbackServerContext* context,
                                                   const v1::GetMemberRequest* request,
                                                   v1::Member* response) {
  return RunInline(access_, context, request, response,
                   [this](const auto& r) { return reads_.Get(r); });
}

grpc::ServerUnaryReactor* MemberService::ListMembers(grpc::CallbackServerContext* context,
                                                     const v1::ListMembersRequest* request,
                                                     v1::ListMembersResponse* response) {
  return RunOn(access_, readers_, context, request, response,
               [this](const auto& r) { return reads_.List(r); });
}

grpc::ServerUnaryReactor* MemberService::UpdateMember(grpc::CallbackServerContext* context,
                                                      const v1::UpdateMemberRequest* request,
                                                      v1::Member* response) {
  return RunOn(access_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Update(r); });
}

grpc::ServerUnaryReactor* MemberService::DeleteMember(grpc::CallbackServerContext* context,
                                                      const v1::DeleteMemberRequest* request,
                                                      google::protobuf::Empty* response) {
  return RunOn(access_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Delete(r); });
}

grpc::ServerUnaryReactor* MemberService::BatchCreateMembers(
    grpc::CallbackServerContext* context, const v1::BatchCreateMembersRequest* request,
    v1::BatchCreateMembersResponse* response) {
  return RunOn(access_, writers_, context, request, response,
               [this](const auto& r) { return writes_.BatchCreate(r); });
}

grpc::ServerUnaryReactor* MemberService::BatchGetMembers(grpc::CallbackServerContext* context,
                                                         const v1::BatchGetMembersRequest* request,
                                                         v1::BatchGetMembersResponse* response) {
  return RunOn(access_, readers_, context, request, response,
               [this](const auto& r) { return reads_.BatchGet(r); });
}

grpc::Status MemberService::StreamMembers(grpc::ServerContext* context,
                                          const v1::StreamMembersRequest* request,
                                          grpc::ServerWriter<v1::StreamMembersResponse>* writer) {
  StreamCall call(access_, streams_, *context, *request);
  if (!call.status().ok()) return ToGrpcStatus(call.status());
  return call.End(ExportMembers(backend_, *request, [&](const auto& response) {
    return !call.IsOver() && writer->Write(response);
  }));
}

grpc::Status MemberService::ImportMembers(
    grpc::ServerContext* context,
    grpc::ServerReaderWriter<v1::ImportMembersResponse, v1::ImportMembersRequest>* stream) {
  v1::ImportMembersRequest request;
  StreamCall call(access_, streams_, *context, request);
  if (!call.status().ok()) return ToGrpcStatus(call.status());
  MemberImport import(backend_);
  while (!context->IsCancelled() && stream->Read(&request)) {
    const absl::Status admitted = call.Admit(request);
    if (!admitted.ok()) return ToGrpcStatus(admitted);
    const auto response = import.Take(request);
    call.EndRequest(response.status());
    if (!response.ok()) return ToGrpcStatus(response.status());
    if (!stream->Write(*response)) break;
  }
  return context->IsCancelled() ? grpc::Status::CANCELLED : grpc::Status::OK;
}

grpc::Status MemberService::WatchMembers(grpc::ServerContext* context,
                                         const v1::WatchMembersRequest* request,
                                         grpc::ServerWriter<v1::WatchMembersResponse>* writer) {
  StreamCall call(access_, streams_, *context, *request);
  if (!call.status().ok()) return ToGrpcStatus(call.status());
  MemberWatch watch(backend_,
                    {[&](const auto& response) { return writer->Write(response); },
                     [&] { return call.IsOver(); }},
                    kHeartbeat);
  return call.End(watch.Run(*request));
}

}  // namespace counterpoint::service
