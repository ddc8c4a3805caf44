#include "service/rpc/plan_service.h"

#include "service/rpc/unary_call.h"

namespace counterpoint::service {

PlanService::PlanService(const Backend& backend, WorkerPool& writers, WorkerPool& readers,
                         WorkerPool& planners)
    : gate_(backend.gate),
      runs_(backend),
      reads_(backend),
      writes_(backend),
      searches_(backend),
      writers_(writers),
      readers_(readers),
      planners_(planners) {
  backend.operations.Register(kPlanSession,
                              [this](const OperationRequest& request, OperationControl& control) {
                                return runs_.Run(request, control);
                              });
}

grpc::ServerUnaryReactor* PlanService::PlanSession(grpc::CallbackServerContext* context,
                                                   const v1::PlanSessionRequest* request,
                                                   v1::Operation* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return runs_.PlanSession(r); });
}

// A call whose deadline has passed is cancelled.
grpc::ServerUnaryReactor* PlanService::RepairPlan(grpc::CallbackServerContext* context,
                                                  const v1::RepairPlanRequest* request,
                                                  v1::RepairPlanResponse* response) {
  return RunOn(gate_, planners_, context, request, response, [this, context](const auto& r) {
    return searches_.Repair(r, [context] { return context->IsCancelled(); });
  });
}

grpc::ServerUnaryReactor* PlanService::EditPlan(grpc::CallbackServerContext* context,
                                                const v1::EditPlanRequest* request,
                                                v1::SessionPlan* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Edit(r); });
}

grpc::ServerUnaryReactor* PlanService::JudgeSessionChanges(
    grpc::CallbackServerContext* context, const v1::JudgeSessionChangesRequest* request,
    v1::JudgeSessionChangesResponse* response) {
  return RunOn(gate_, planners_, context, request, response, [this, context](const auto& r) {
    return searches_.JudgeChanges(r, [context] { return context->IsCancelled(); });
  });
}

grpc::ServerUnaryReactor* PlanService::GetPlan(grpc::CallbackServerContext* context,
                                               const v1::GetPlanRequest* request,
                                               v1::SessionPlan* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.Get(r); });
}

grpc::ServerUnaryReactor* PlanService::ListPlans(grpc::CallbackServerContext* context,
                                                 const v1::ListPlansRequest* request,
                                                 v1::ListPlansResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.List(r); });
}

grpc::ServerUnaryReactor* PlanService::ComparePlans(grpc::CallbackServerContext* context,
                                                    const v1::ComparePlansRequest* request,
                                                    v1::ComparePlansResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.Compare(r); });
}

grpc::ServerUnaryReactor* PlanService::PublishPlan(grpc::CallbackServerContext* context,
                                                   const v1::PublishPlanRequest* request,
                                                   v1::Session* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Publish(r); });
}

grpc::ServerUnaryReactor* PlanService::DeletePlan(grpc::CallbackServerContext* context,
                                                  const v1::DeletePlanRequest* request,
                                                  google::protobuf::Empty* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Delete(r); });
}

}  // namespace counterpoint::service
