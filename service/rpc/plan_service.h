// PlanService on gRPC.
#pragma once

#include "counterpoint/v1/plan_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/plan_reads.h"
#include "service/rpc/plan_runs.h"
#include "service/rpc/plan_searches.h"
#include "service/rpc/plan_writes.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class PlanService final : public v1::PlanService::CallbackService {
 public:
  // Writes run on `writers`, reads on `readers`, and what searches for seconds on
  // `planners`. Registers the work of PlanSession, so it is to be made before
  // operations are restored, and must not go before they are stopped.
  PlanService(const Backend& backend, WorkerPool& writers, WorkerPool& readers,
              WorkerPool& planners);

  grpc::ServerUnaryReactor* PlanSession(grpc::CallbackServerContext* context,
                                        const v1::PlanSessionRequest* request,
                                        v1::Operation* response) override;
  grpc::ServerUnaryReactor* RepairPlan(grpc::CallbackServerContext* context,
                                       const v1::RepairPlanRequest* request,
                                       v1::RepairPlanResponse* response) override;
  grpc::ServerUnaryReactor* EditPlan(grpc::CallbackServerContext* context,
                                     const v1::EditPlanRequest* request,
                                     v1::SessionPlan* response) override;
  grpc::ServerUnaryReactor* JudgeSessionChanges(grpc::CallbackServerContext* context,
                                                const v1::JudgeSessionChangesRequest* request,
                                                v1::JudgeSessionChangesResponse* response) override;
  grpc::ServerUnaryReactor* GetPlan(grpc::CallbackServerContext* context,
                                    const v1::GetPlanRequest* request,
                                    v1::SessionPlan* response) override;
  grpc::ServerUnaryReactor* ListPlans(grpc::CallbackServerContext* context,
                                      const v1::ListPlansRequest* request,
                                      v1::ListPlansResponse* response) override;
  grpc::ServerUnaryReactor* ComparePlans(grpc::CallbackServerContext* context,
                                         const v1::ComparePlansRequest* request,
                                         v1::ComparePlansResponse* response) override;
  grpc::ServerUnaryReactor* PublishPlan(grpc::CallbackServerContext* context,
                                        const v1::PublishPlanRequest* request,
                                        v1::Session* response) override;
  grpc::ServerUnaryReactor* DeletePlan(grpc::CallbackServerContext* context,
                                       const v1::DeletePlanRequest* request,
                                       google::protobuf::Empty* response) override;

 private:
  CallGate& gate_;
  const PlanRuns runs_;
  const PlanReads reads_;
  const PlanWrites writes_;
  const PlanSearches searches_;
  WorkerPool& writers_;
  WorkerPool& readers_;
  WorkerPool& planners_;
};

}  // namespace counterpoint::service
