#include "clients/cpp/learning.h"

#include <utility>

namespace counterpoint::client {
namespace {

using Stub = v1::LearningService::StubInterface;

}  // namespace

Learning::Learning(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
    : stub_(v1::LearningService::NewStub(channel)), caller_(options), once_(OneAttempt(options)) {}

absl::StatusOr<v1::Operation> Learning::Learn(const v1::LearnPolicyRequest& request) const {
  return caller_.Call(*stub_, &Stub::LearnPolicy, WithRequestId(request));
}

absl::StatusOr<v1::PolicyProposal> Learning::Get(
    const v1::GetPolicyProposalRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetPolicyProposal, request);
}

Pages<v1::PolicyProposal> Learning::List(v1::ListPolicyProposalsRequest request) const {
  return FetchPages<v1::PolicyProposal>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListPolicyProposalsRequest& page) {
        return caller.Call(*stub, &Stub::ListPolicyProposals, page);
      },
      [](v1::ListPolicyProposalsResponse& response) {
        return response.mutable_policy_proposals();
      });
}

absl::StatusOr<v1::PolicyProposal> Learning::Adopt(
    const v1::AdoptPolicyProposalRequest& request) const {
  return once_.Call(*stub_, &Stub::AdoptPolicyProposal, request);
}

absl::StatusOr<v1::PolicyProposal> Learning::Reject(
    const v1::RejectPolicyProposalRequest& request) const {
  return once_.Call(*stub_, &Stub::RejectPolicyProposal, request);
}

}  // namespace counterpoint::client
