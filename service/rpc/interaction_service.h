// InteractionService on gRPC.
#pragma once

#include "counterpoint/v1/interaction_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/interaction_reads.h"
#include "service/rpc/interaction_writes.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class InteractionService final : public v1::InteractionService::CallbackService {
 public:
  // Writes run on `writers`, longer reads on `readers`.
  InteractionService(const Backend& backend, WorkerPool& writers, WorkerPool& readers)
      : reads_(backend), writes_(backend), writers_(writers), readers_(readers) {}

  grpc::ServerUnaryReactor* BatchRecordInteractions(
      grpc::CallbackServerContext* context, const v1::BatchRecordInteractionsRequest* request,
      v1::BatchRecordInteractionsResponse* response) override;
  grpc::ServerUnaryReactor* GetInteraction(grpc::CallbackServerContext* context,
                                           const v1::GetInteractionRequest* request,
                                           v1::Interaction* response) override;
  grpc::ServerUnaryReactor* ListInteractions(grpc::CallbackServerContext* context,
                                             const v1::ListInteractionsRequest* request,
                                             v1::ListInteractionsResponse* response) override;
  grpc::ServerUnaryReactor* DeleteInteraction(grpc::CallbackServerContext* context,
                                              const v1::DeleteInteractionRequest* request,
                                              google::protobuf::Empty* response) override;

 private:
  const InteractionReads reads_;
  const InteractionWrites writes_;
  WorkerPool& writers_;
  WorkerPool& readers_;
};

}  // namespace counterpoint::service
