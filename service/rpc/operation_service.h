// OperationService on gRPC.
#pragma once

#include "counterpoint/v1/operation_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/operation_reads.h"
#include "service/rpc/stream_limit.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Methods that do not wait by the callback API, those that do by the synchronous
// one.
using PromptOperationMethods = v1::OperationService::WithCallbackMethod_GetOperation<
    v1::OperationService::WithCallbackMethod_ListOperations<
        v1::OperationService::WithCallbackMethod_CancelOperation<v1::OperationService::Service>>>;

// Borrows everything. Thread-safe.
class OperationService final : public PromptOperationMethods {
 public:
  // Cancellations run on `writers`, lists on `readers`. Calls that wait hold
  // threads of their own and count as streams.
  OperationService(const Backend& backend, WorkerPool& writers, WorkerPool& readers,
                   StreamLimit& streams)
      : gate_(backend.gate),
        backend_(backend),
        reads_(backend),
        writers_(writers),
        readers_(readers),
        streams_(streams) {}

  grpc::ServerUnaryReactor* GetOperation(grpc::CallbackServerContext* context,
                                         const v1::GetOperationRequest* request,
                                         v1::Operation* response) override;
  grpc::ServerUnaryReactor* ListOperations(grpc::CallbackServerContext* context,
                                           const v1::ListOperationsRequest* request,
                                           v1::ListOperationsResponse* response) override;
  grpc::ServerUnaryReactor* CancelOperation(grpc::CallbackServerContext* context,
                                            const v1::CancelOperationRequest* request,
                                            v1::Operation* response) override;

  grpc::Status WaitOperation(grpc::ServerContext* context, const v1::WaitOperationRequest* request,
                             v1::Operation* response) override;
  grpc::Status WatchOperation(grpc::ServerContext* context,
                              const v1::WatchOperationRequest* request,
                              grpc::ServerWriter<v1::Operation>* writer) override;

 private:
  CallGate& gate_;
  const Backend& backend_;
  const OperationReads reads_;
  WorkerPool& writers_;
  WorkerPool& readers_;
  StreamLimit& streams_;
};

}  // namespace counterpoint::service
