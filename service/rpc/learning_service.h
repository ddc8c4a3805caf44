// LearningService on gRPC.
#pragma once

#include "counterpoint/v1/learning_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/learning_reads.h"
#include "service/rpc/learning_runs.h"
#include "service/rpc/learning_writes.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class LearningService final : public v1::LearningService::CallbackService {
 public:
  // Decisions run on `writers`, all else on `readers`. Learning itself is the work
  // of operations, which are told how it is done.
  LearningService(const Backend& backend, WorkerPool& writers, WorkerPool& readers);

  grpc::ServerUnaryReactor* LearnPolicy(grpc::CallbackServerContext* context,
                                        const v1::LearnPolicyRequest* request,
                                        v1::Operation* response) override;
  grpc::ServerUnaryReactor* GetPolicyProposal(grpc::CallbackServerContext* context,
                                              const v1::GetPolicyProposalRequest* request,
                                              v1::PolicyProposal* response) override;
  grpc::ServerUnaryReactor* ListPolicyProposals(grpc::CallbackServerContext* context,
                                                const v1::ListPolicyProposalsRequest* request,
                                                v1::ListPolicyProposalsResponse* response) override;
  grpc::ServerUnaryReactor* AdoptPolicyProposal(grpc::CallbackServerContext* context,
                                                const v1::AdoptPolicyProposalRequest* request,
                                                v1::PolicyProposal* response) override;
  grpc::ServerUnaryReactor* RejectPolicyProposal(grpc::CallbackServerContext* context,
                                                 const v1::RejectPolicyProposalRequest* request,
                                                 v1::PolicyProposal* response) override;

 private:
  CallGate& gate_;
  const LearningRuns runs_;
  const LearningReads reads_;
  const LearningWrites writes_;
  WorkerPool& writers_;
  WorkerPool& readers_;
};

}  // namespace counterpoint::service
