// Requests of LearningService. Every violation is collected with its path from the
// request.
#pragma once

#include "counterpoint/v1/learning_service.pb.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void Check(const v1::LearnPolicyRequest& request, Violations& violations);
void Check(const v1::GetPolicyProposalRequest& request, Violations& violations);
void Check(const v1::ListPolicyProposalsRequest& request, Violations& violations);
void Check(const v1::AdoptPolicyProposalRequest& request, Violations& violations);
void Check(const v1::RejectPolicyProposalRequest& request, Violations& violations);

}  // namespace counterpoint::validation
