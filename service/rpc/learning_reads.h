// The reading methods of LearningService.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/learning_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of learning_service.proto. Thread-safe.
class LearningReads {
 public:
  explicit LearningReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::PolicyProposal> Get(const v1::GetPolicyProposalRequest& request) const;
  absl::StatusOr<v1::ListPolicyProposalsResponse> List(
      const v1::ListPolicyProposalsRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
