// MatchingService on gRPC.
#pragma once

#include "counterpoint/v1/matching_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/rankings.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// All of it runs on `readers`, but for MatchNeed on `need_readers`: with an
// embedding server it waits, and may be the same without. Borrows everything.
// Thread-safe.
class MatchingService final : public v1::MatchingService::CallbackService {
 public:
  MatchingService(const Backend& backend, WorkerPool& readers, WorkerPool& need_readers)
      : gate_(backend.gate),
        backend_(backend),
        rankings_(backend),
        readers_(readers),
        need_readers_(need_readers) {}

  grpc::ServerUnaryReactor* RecommendPartners(grpc::CallbackServerContext* context,
                                              const v1::RecommendPartnersRequest* request,
                                              v1::RecommendPartnersResponse* response) override;
  grpc::ServerUnaryReactor* MatchNeed(grpc::CallbackServerContext* context,
                                      const v1::MatchNeedRequest* request,
                                      v1::MatchNeedResponse* response) override;
  grpc::ServerUnaryReactor* ListSimilarMembers(grpc::CallbackServerContext* context,
                                               const v1::ListSimilarMembersRequest* request,
                                               v1::ListSimilarMembersResponse* response) override;
  grpc::ServerUnaryReactor* ExplainMatch(grpc::CallbackServerContext* context,
                                         const v1::ExplainMatchRequest* request,
                                         v1::ExplainMatchResponse* response) override;
  grpc::ServerUnaryReactor* WhyNot(grpc::CallbackServerContext* context,
                                   const v1::WhyNotRequest* request,
                                   v1::WhyNotResponse* response) override;

 private:
  CallGate& gate_;
  const Backend& backend_;
  const Rankings rankings_;
  WorkerPool& readers_;
  WorkerPool& need_readers_;
};

}  // namespace counterpoint::service
