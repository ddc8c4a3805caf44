// AllianceService on gRPC.
#pragma once

#include "counterpoint/v1/alliance_service.grpc.pb.h"
#include "service/rpc/alliance_reads.h"
#include "service/rpc/alliance_writes.h"
#include "service/rpc/backend.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class AllianceService final : public v1::AllianceService::CallbackService {
 public:
  // Writes run on `writers`, longer reads on `readers`.
  AllianceService(const Backend& backend, WorkerPool& writers, WorkerPool& readers)
      : gate_(backend.gate),
        reads_(backend),
        writes_(backend),
        writers_(writers),
        readers_(readers) {}

  grpc::ServerUnaryReactor* CreateAlliance(grpc::CallbackServerContext* context,
                                           const v1::CreateAllianceRequest* request,
                                           v1::Alliance* response) override;
  grpc::ServerUnaryReactor* GetAlliance(grpc::CallbackServerContext* context,
                                        const v1::GetAllianceRequest* request,
                                        v1::Alliance* response) override;
  grpc::ServerUnaryReactor* ListAlliances(grpc::CallbackServerContext* context,
                                          const v1::ListAlliancesRequest* request,
                                          v1::ListAlliancesResponse* response) override;
  grpc::ServerUnaryReactor* UpdateAlliance(grpc::CallbackServerContext* context,
                                           const v1::UpdateAllianceRequest* request,
                                           v1::Alliance* response) override;
  grpc::ServerUnaryReactor* DeleteAlliance(grpc::CallbackServerContext* context,
                                           const v1::DeleteAllianceRequest* request,
                                           google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* ListTopics(grpc::CallbackServerContext* context,
                                       const v1::ListTopicsRequest* request,
                                       v1::ListTopicsResponse* response) override;

 private:
  CallGate& gate_;
  const AllianceReads reads_;
  const AllianceWrites writes_;
  WorkerPool& writers_;
  WorkerPool& readers_;
};

}  // namespace counterpoint::service
