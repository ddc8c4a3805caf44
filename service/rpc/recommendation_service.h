// RecommendationService on gRPC.
#pragma once

#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "service/recommendations/list_sources.h"
#include "service/rpc/backend.h"
#include "service/rpc/generation_reads.h"
#include "service/rpc/list_change_reads.h"
#include "service/rpc/recommendation_runs.h"
#include "service/rpc/recommendation_writes.h"
#include "service/rpc/stored_list_reads.h"
#include "service/rpc/stream_limit.h"
#include "service/threads/background_threads.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Unary methods by the callback API, ListRecommendations with the bytes of its
// answer; streams, which wait for their clients, by the synchronous one.
using UnaryRecommendationMethods =
    v1::RecommendationService::WithCallbackMethod_RefreshRecommendations<
        v1::RecommendationService::WithRawCallbackMethod_ListRecommendations<
            v1::RecommendationService::WithCallbackMethod_GetGeneration<
                v1::RecommendationService::WithCallbackMethod_ListGenerations<
                    v1::RecommendationService::WithCallbackMethod_RollBackRecommendations<
                        v1::RecommendationService::WithCallbackMethod_CompareGenerations<
                            v1::RecommendationService::WithCallbackMethod_GetRecommendationDigest<
                                v1::RecommendationService::Service>>>>>>>;

// Borrows everything. Thread-safe.
class RecommendationService final : public UnaryRecommendationMethods {
 public:
  // Writes run on `writers`, refreshes on `background`, reads on `readers`, but that
  // stored lists which are not patched are answered on gRPC's own threads. Registers
  // the work of RefreshRecommendations, so it is to be made before operations are
  // restored, and must not go before they are stopped.
  RecommendationService(const Backend& backend, WorkerPool& writers, WorkerPool& readers,
                        StreamLimit& streams, BackgroundThreads& background);

  grpc::ServerUnaryReactor* RefreshRecommendations(grpc::CallbackServerContext* context,
                                                   const v1::RefreshRecommendationsRequest* request,
                                                   v1::Operation* response) override;
  grpc::ServerUnaryReactor* GetGeneration(grpc::CallbackServerContext* context,
                                          const v1::GetGenerationRequest* request,
                                          v1::Generation* response) override;
  grpc::ServerUnaryReactor* ListGenerations(grpc::CallbackServerContext* context,
                                            const v1::ListGenerationsRequest* request,
                                            v1::ListGenerationsResponse* response) override;
  grpc::ServerUnaryReactor* RollBackRecommendations(
      grpc::CallbackServerContext* context, const v1::RollBackRecommendationsRequest* request,
      v1::Generation* response) override;
  grpc::ServerUnaryReactor* ListRecommendations(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer* request,
                                                grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* CompareGenerations(grpc::CallbackServerContext* context,
                                               const v1::CompareGenerationsRequest* request,
                                               v1::CompareGenerationsResponse* response) override;
  grpc::ServerUnaryReactor* GetRecommendationDigest(
      grpc::CallbackServerContext* context, const v1::GetRecommendationDigestRequest* request,
      v1::RecommendationDigest* response) override;

  grpc::Status ReadRecommendations(
      grpc::ServerContext* context, const v1::ReadRecommendationsRequest* request,
      grpc::ServerWriter<v1::ReadRecommendationsResponse>* writer) override;
  grpc::Status WatchRecommendationChanges(
      grpc::ServerContext* context, const v1::WatchRecommendationChangesRequest* request,
      grpc::ServerWriter<v1::WatchRecommendationChangesResponse>* writer) override;

 private:
  CallGate& gate_;
  const Backend& backend_;
  ListSources sources_;
  const RecommendationRuns runs_;
  const RecommendationWrites writes_;
  const GenerationReads generations_;
  const StoredListReads lists_;
  const ListChangeReads changes_;
  WorkerPool& writers_;
  WorkerPool& readers_;
  StreamLimit& streams_;
};

}  // namespace counterpoint::service
