// What becomes of proposals of policies.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/learning_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of learning_service.proto. Thread-safe.
class LearningWrites {
 public:
  explicit LearningWrites(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::PolicyProposal> Adopt(const v1::AdoptPolicyProposalRequest& request) const;
  absl::StatusOr<v1::PolicyProposal> Reject(const v1::RejectPolicyProposalRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
