// The LearningService.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/operations.h"
#include "clients/cpp/pages.h"
#include "counterpoint/v1/learning_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe. Errors are those that the proto names, beside UNAVAILABLE and
// DEADLINE_EXCEEDED. Decisions have no request id and are called once: where the
// answer is lost, Get() tells what was decided.
class Learning {
 public:
  Learning(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  // Begins to learn; Operations::AwaitEnd() waits for the end, whose result is the
  // name of a proposal.
  absl::StatusOr<v1::Operation> Learn(const v1::LearnPolicyRequest& request) const;
  absl::StatusOr<v1::PolicyProposal> Get(const v1::GetPolicyProposalRequest& request) const;
  // The newest first. `request.page_token` says where to begin.
  Pages<v1::PolicyProposal> List(v1::ListPolicyProposalsRequest request) const;
  absl::StatusOr<v1::PolicyProposal> Adopt(const v1::AdoptPolicyProposalRequest& request) const;
  absl::StatusOr<v1::PolicyProposal> Reject(const v1::RejectPolicyProposalRequest& request) const;

 private:
  std::shared_ptr<v1::LearningService::StubInterface> stub_;
  Caller caller_;
  Caller once_;
};

}  // namespace counterpoint::client
