// A proposal from what was learnt.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "counterpoint/v1/policy_proposal.pb.h"
#include "matching/policy/policy.h"
#include "service/learning/learning_data.h"

namespace counterpoint::service {

// Accepted suggestions, and others, below which nothing is learnt.
inline constexpr int kLeastAccepted = 20;
inline constexpr int kLeastNotAccepted = 20;

// Learns, and judges what was learnt by lists that it was not learnt from (five
// folds). The proposal has all but name, period and times. Equal data give an equal
// proposal. Errors: FAILED_PRECONDITION, which says how much more has to be
// recorded.
absl::StatusOr<v1::PolicyProposal> MakeProposal(const matching::Policy& present,
                                                const LearningData& data, double regularisation);

}  // namespace counterpoint::service
