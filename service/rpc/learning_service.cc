#include "service/rpc/learning_service.h"

#include "service/rpc/unary_call.h"

namespace counterpoint::service {

LearningService::LearningService(const Backend& backend, WorkerPool& writers, WorkerPool& readers)
    : gate_(backend.gate),
      runs_(backend),
      reads_(backend),
      writes_(backend),
      writers_(writers),
      readers_(readers) {
  backend.operations.Register(kLearnPolicy,
                              [this](const OperationRequest& request, OperationControl& control) {
                                return runs_.Run(request, control);
                              });
}

grpc::ServerUnaryReactor* LearningService::LearnPolicy(grpc::CallbackServerContext* context,
                                                       const v1::LearnPolicyRequest* request,
                                                       v1::Operation* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return runs_.LearnPolicy(r); });
}

grpc::ServerUnaryReactor* LearningService::GetPolicyProposal(
    grpc::CallbackServerContext* context, const v1::GetPolicyProposalRequest* request,
    v1::PolicyProposal* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.Get(r); });
}

grpc::ServerUnaryReactor* LearningService::ListPolicyProposals(
    grpc::CallbackServerContext* context, const v1::ListPolicyProposalsRequest* request,
    v1::ListPolicyProposalsResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.List(r); });
}

grpc::ServerUnaryReactor* LearningService::AdoptPolicyProposal(
    grpc::CallbackServerContext* context, const v1::AdoptPolicyProposalRequest* request,
    v1::PolicyProposal* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Adopt(r); });
}

grpc::ServerUnaryReactor* LearningService::RejectPolicyProposal(
    grpc::CallbackServerContext* context, const v1::RejectPolicyProposalRequest* request,
    v1::PolicyProposal* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.Reject(r); });
}

}  // namespace counterpoint::service
