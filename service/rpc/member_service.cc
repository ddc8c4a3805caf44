#include "service/rpc/member_service.h"

#include "service/rpc/grpc_status.h"
#include "service/rpc/member_export.h"
#include "service/rpc/member_import.h"
#include "service/rpc/member_watch.h"
#include "service/rpc/unary_call.h"

namespace counterpoint::service {
namespace {

constexpr absl::Duration kHeartbeat = absl::Seconds(30);

}  // namespace

grpc::ServerUnaryReactor* MemberService::CreateMember(grpc::CallbackServerContext* context,
                                                      const v1::CreateMemberRequest* request,
                                                      v1::Member* response) {
  return RunOn(writers_, context, request, response,
               [this](const auto& r) { return writes_.Create(r); });
}

grpc::ServerUnaryReactor* MemberService::GetMember(grpc::CallbackServerContext* context,
                                                   const v1::GetMemberRequest* request,
                                                   v1::Member* response) {
  return RunInline(context, request, response, [this](const auto& r) { return reads_.Get(r); });
}

grpc::ServerUnaryReactor* MemberService::ListMembers(grpc::CallbackServerContext* context,
                                                     const v1::ListMembersRequest* request,
                                                     v1::ListMembersResponse* response) {
  return RunOn(readers_, context, request, response,
               [this](const auto& r) { return reads_.List(r); });
}

grpc::ServerUnaryReactor* MemberService::UpdateMember(grpc::CallbackServerContext* context,
                                                      const v1::UpdateMemberRequest* request,
                                                      v1::Member* response) {
  return RunOn(writers_, context, request, response,
               [this](const auto& r) { return writes_.Update(r); });
}

grpc::ServerUnaryReactor* MemberService::DeleteMember(grpc::CallbackServerContext* context,
                                                      const v1::DeleteMemberRequest* request,
                                                      google::protobuf::Empty* response) {
  return RunOn(writers_, context, request, response,
               [this](const auto& r) { return writes_.Delete(r); });
}

grpc::ServerUnaryReactor* MemberService::BatchCreateMembers(
    grpc::CallbackServerContext* context, const v1::BatchCreateMembersRequest* request,
    v1::BatchCreateMembersResponse* response) {
  return RunOn(writers_, context, request, response,
               [this](const auto& r) { return writes_.BatchCreate(r); });
}

grpc::ServerUnaryReactor* MemberService::BatchGetMembers(grpc::CallbackServerContext* context,
                                                         const v1::BatchGetMembersRequest* request,
                                                         v1::BatchGetMembersResponse* response) {
  return RunOn(readers_, context, request, response,
               [this](const auto& r) { return reads_.BatchGet(r); });
}

grpc::Status MemberService::StreamMembers(grpc::ServerContext* context,
                                          const v1::StreamMembersRequest* request,
                                          grpc::ServerWriter<v1::StreamMembersResponse>* writer) {
  const StreamLimit::Stream stream(streams_);
  if (!stream.status().ok()) return ToGrpcStatus(stream.status());
  return ToGrpcStatus(ExportMembers(backend_, *request, [&](const auto& response) {
    return !context->IsCancelled() && writer->Write(response);
  }));
}

grpc::Status MemberService::ImportMembers(
    grpc::ServerContext* context,
    grpc::ServerReaderWriter<v1::ImportMembersResponse, v1::ImportMembersRequest>* stream) {
  const StreamLimit::Stream counted(streams_);
  if (!counted.status().ok()) return ToGrpcStatus(counted.status());
  MemberImport import(backend_);
  v1::ImportMembersRequest request;
  while (!context->IsCancelled() && stream->Read(&request)) {
    const auto response = import.Take(request);
    if (!response.ok()) return ToGrpcStatus(response.status());
    if (!stream->Write(*response)) break;
  }
  return context->IsCancelled() ? grpc::Status::CANCELLED : grpc::Status::OK;
}

grpc::Status MemberService::WatchMembers(grpc::ServerContext* context,
                                         const v1::WatchMembersRequest* request,
                                         grpc::ServerWriter<v1::WatchMembersResponse>* writer) {
  const StreamLimit::Stream stream(streams_);
  if (!stream.status().ok()) return ToGrpcStatus(stream.status());
  MemberWatch watch(backend_,
                    {[&](const auto& response) { return writer->Write(response); },
                     [&] { return context->IsCancelled(); }},
                    kHeartbeat);
  return ToGrpcStatus(watch.Run(*request));
}

}  // namespace counterpoint::service
