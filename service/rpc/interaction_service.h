// InteractionService on gRPC.
#pragma once

#include "counterpoint/v1/interaction_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/interaction_reads.h"
#include "service/rpc/interaction_writes.h"
#include "service/rpc/stream_limit.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// A stream holds a thread while it is open, which the other methods need not.
using UnaryInteractionMethods = v1::InteractionService::WithCallbackMethod_BatchRecordInteractions<
    v1::InteractionService::WithCallbackMethod_GetInteraction<
        v1::InteractionService::WithCallbackMethod_ListInteractions<
            v1::InteractionService::WithCallbackMethod_DeleteInteraction<
                v1::InteractionService::Service>>>>;

// Borrows everything. Thread-safe.
class InteractionService final : public UnaryInteractionMethods {
 public:
  // Writes run on `writers`, longer reads on `readers`.
  InteractionService(const Backend& backend, WorkerPool& writers, WorkerPool& readers,
                     StreamLimit& streams)
      : gate_(backend.gate),
        backend_(backend),
        reads_(backend),
        writes_(backend),
        writers_(writers),
        readers_(readers),
        streams_(streams) {}

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

  grpc::Status RecordInteractions(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::RecordInteractionsResponse, v1::RecordInteractionsRequest>*
          stream) override;

 private:
  CallGate& gate_;
  const Backend& backend_;
  const InteractionReads reads_;
  const InteractionWrites writes_;
  WorkerPool& writers_;
  WorkerPool& readers_;
  StreamLimit& streams_;
};

}  // namespace counterpoint::service
