// MemberService on gRPC.
#pragma once

#include "counterpoint/v1/member_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/member_reads.h"
#include "service/rpc/member_search_reads.h"
#include "service/rpc/member_writes.h"
#include "service/rpc/stream_limit.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Unary methods by the callback API; streams, which wait for their clients, by
// the synchronous one.
using UnaryMemberMethods = v1::MemberService::WithCallbackMethod_CreateMember<
    v1::MemberService::WithCallbackMethod_GetMember<
        v1::MemberService::WithCallbackMethod_ListMembers<
            v1::MemberService::WithCallbackMethod_SearchMembers<
                v1::MemberService::WithCallbackMethod_UpdateMember<
                    v1::MemberService::WithCallbackMethod_DeleteMember<
                        v1::MemberService::WithCallbackMethod_BatchCreateMembers<
                            v1::MemberService::WithCallbackMethod_BatchGetMembers<
                                v1::MemberService::Service>>>>>>>>;

// Borrows everything. Thread-safe.
class MemberService final : public UnaryMemberMethods {
 public:
  // Writes run on `writers`, longer reads on `readers`.
  MemberService(const Backend& backend, WorkerPool& writers, WorkerPool& readers,
                StreamLimit& streams)
      : gate_(backend.gate),
        backend_(backend),
        reads_(backend),
        searches_(backend),
        writes_(backend),
        writers_(writers),
        readers_(readers),
        streams_(streams) {}

  grpc::ServerUnaryReactor* CreateMember(grpc::CallbackServerContext* context,
                                         const v1::CreateMemberRequest* request,
                                         v1::Member* response) override;
  grpc::ServerUnaryReactor* GetMember(grpc::CallbackServerContext* context,
                                      const v1::GetMemberRequest* request,
                                      v1::Member* response) override;
  grpc::ServerUnaryReactor* ListMembers(grpc::CallbackServerContext* context,
                                        const v1::ListMembersRequest* request,
                                        v1::ListMembersResponse* response) override;
  grpc::ServerUnaryReactor* SearchMembers(grpc::CallbackServerContext* context,
                                          const v1::SearchMembersRequest* request,
                                          v1::SearchMembersResponse* response) override;
  grpc::ServerUnaryReactor* UpdateMember(grpc::CallbackServerContext* context,
                                         const v1::UpdateMemberRequest* request,
                                         v1::Member* response) override;
  grpc::ServerUnaryReactor* DeleteMember(grpc::CallbackServerContext* context,
                                         const v1::DeleteMemberRequest* request,
                                         google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* BatchCreateMembers(grpc::CallbackServerContext* context,
                                               const v1::BatchCreateMembersRequest* request,
                                               v1::BatchCreateMembersResponse* response) override;
  grpc::ServerUnaryReactor* BatchGetMembers(grpc::CallbackServerContext* context,
                                            const v1::BatchGetMembersRequest* request,
                                            v1::BatchGetMembersResponse* response) override;

  grpc::Status StreamMembers(grpc::ServerContext* context, const v1::StreamMembersRequest* request,
                             grpc::ServerWriter<v1::StreamMembersResponse>* writer) override;
  grpc::Status ImportMembers(grpc::ServerContext* context,
                             grpc::ServerReaderWriter<v1::ImportMembersResponse,
                                                      v1::ImportMembersRequest>* stream) override;
  grpc::Status WatchMembers(grpc::ServerContext* context, const v1::WatchMembersRequest* request,
                            grpc::ServerWriter<v1::WatchMembersResponse>* writer) override;

 private:
  CallGate& gate_;
  const Backend& backend_;
  const MemberReads reads_;
  const MemberSearchReads searches_;
  const MemberWrites writes_;
  WorkerPool& writers_;
  WorkerPool& readers_;
  StreamLimit& streams_;
};

}  // namespace counterpoint::service
