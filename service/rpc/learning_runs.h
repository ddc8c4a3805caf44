// The method LearnPolicy, and the work that it begins.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "counterpoint/v1/learning_service.pb.h"
#include "service/operations/operations.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Name of the method, of which operations are.
inline constexpr char kLearnPolicy[] = "LearnPolicy";

// Contracts and errors are those of learning_service.proto. Thread-safe.
class LearningRuns {
 public:
  explicit LearningRuns(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Operation> LearnPolicy(const v1::LearnPolicyRequest& request) const;

  // The work of an operation: from what is recorded, and the profiles and policy
  // that there are, at the moment at which it begins. Errors, which become the
  // operation's: FAILED_PRECONDITION (too little is recorded), NOT_FOUND,
  // CANCELLED, DATA_LOSS, UNAVAILABLE.
  absl::Status Run(const OperationRequest& operation, OperationControl& control) const;

 private:
  absl::Status Keep(const std::string& alliance, const v1::PolicyProposal& proposal,
                    OperationControl& control) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
