// RecommendationService on gRPC.
#pragma once

#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/generation_reads.h"
#include "service/rpc/recommendation_runs.h"
#include "service/rpc/recommendation_writes.h"
#include "service/threads/background_threads.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class RecommendationService final : public v1::RecommendationService::CallbackService {
 public:
  // Writes run on `writers`, reads on `readers`, refreshes on `background`. Registers
  // the work of RefreshRecommendations, so it is to be made before operations are
  // restored, and must not go before they are stopped.
  RecommendationService(const Backend& backend, WorkerPool& writers, WorkerPool& readers,
                        BackgroundThreads& background);

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

 private:
  const RecommendationRuns runs_;
  const RecommendationWrites writes_;
  const GenerationReads generations_;
  WorkerPool& writers_;
  WorkerPool& readers_;
};

}  // namespace counterpoint::service
