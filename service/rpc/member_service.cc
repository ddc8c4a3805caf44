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
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r, const Caller& caller) { return writes_.Create(r, caller); });
}

grpc::ServerUnaryReactor* MemberService::GetMember(grpc::CallbackServerContext* context,
                                                   const v1::GetMemberRequest* request,
                                                   v1::Member* response) {
  return RunInline(gate_, context, request, response,
                   [this](const auto& r, const Caller& caller) { return reads_.Get(r, caller); });
}

grpc::ServerUnaryReactor* MemberService::ListMembers(grpc::CallbackServerContext* context,
                                                     const v1::ListMembersRequest* request,
                                                     v1::ListMembersResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r, const Caller& caller) { return reads_.List(r, caller); });
}

grpc::ServerUnaryReactor* MemberService::SearchMembers(grpc::CallbackServerContext* context,
                                                       const v1::SearchMembersRequest* request,
                                                       v1::SearchMembersResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r, const Caller& caller) { return searches_.Search(r, caller); });
}

grpc::ServerUnaryReactor* MemberService::UpdateMember(grpc::CallbackServerContext* context,
                                                      const v1::UpdateMemberRequest* request,
                                                      v1::Member* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r, const Caller& caller) { return writes_.Update(r, caller); });
}

grpc::ServerUnaryReactor* MemberService::DeleteMember(grpc::CallbackServerContext* context,
                                                      const v1::DeleteMemberRequest* request,
                                                      google::protobuf::Empty* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Delete(r); });
}

grpc::ServerUnaryReactor* MemberService::BatchCreateMembers(
    grpc::CallbackServerContext* context, const v1::BatchCreateMembersRequest* request,
    v1::BatchCreateMembersResponse* response) {
  return RunOn(
      gate_, writers_, context, request, response,
      [this](const auto& r, const Caller& caller) { return writes_.BatchCreate(r, caller); });
}

grpc::ServerUnaryReactor* MemberService::BatchGetMembers(grpc::CallbackServerContext* context,
                                                         const v1::BatchGetMembersRequest* request,
                                                         v1::BatchGetMembersResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r, const Caller& caller) { return reads_.BatchGet(r, caller); });
}

grpc::Status MemberService::StreamMembers(grpc::ServerContext* context,
                                          const v1::StreamMembersRequest* request,
                                          grpc::ServerWriter<v1::StreamMembersResponse>* writer) {
  StreamCall call(gate_, streams_, *context, *request);
  if (!call.status().ok()) return call.End(call.status());
  return call.End(call.Run([&] {
    return ExportMembers(backend_, *request, call.caller(), [&](const auto& response) {
      return !call.IsOver() && call.Write(*writer, response);
    });
  }));
}

grpc::Status MemberService::ImportMembers(
    grpc::ServerContext* context,
    grpc::ServerReaderWriter<v1::ImportMembersResponse, v1::ImportMembersRequest>* stream) {
  v1::ImportMembersRequest request;
  StreamCall call(gate_, streams_, *context, request);
  if (!call.status().ok()) return call.End(call.status());
  MemberImport import(backend_, call.caller());
  while (call.Read(*stream, request)) {
    const absl::Status admitted = call.Admit(request);
    if (!admitted.ok()) return call.End(admitted);
    const auto response = call.Run([&] { return import.Take(request); });
    call.EndRequest(response.status());
    if (!response.ok()) return call.End(response.status());
    if (!call.Write(*stream, *response)) break;
  }
  return call.End(context->IsCancelled() ? absl::CancelledError() : absl::OkStatus());
}

grpc::Status MemberService::WatchMembers(grpc::ServerContext* context,
                                         const v1::WatchMembersRequest* request,
                                         grpc::ServerWriter<v1::WatchMembersResponse>* writer) {
  StreamCall call(gate_, streams_, *context, *request);
  if (!call.status().ok()) return call.End(call.status());
  MemberWatch watch(backend_, call.caller(),
                    {[&](const auto& response) { return call.Write(*writer, response); },
                     [&] { return call.IsOver(); }},
                    kHeartbeat);
  return call.End(call.Run([&] { return watch.Run(*request); }));
}

}  // namespace counterpoint::service
