// Requests of InteractionService. Every violation is collected with its path
// from the request.
#pragma once

#include "counterpoint/v1/interaction_service.pb.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All but whether the members exist. Times must not lie after `setting.now`.
void Check(const v1::BatchRecordInteractionsRequest& request, const Setting& setting,
           Violations& violations);
void Check(const v1::GetInteractionRequest& request, Violations& violations);
void Check(const v1::ListInteractionsRequest& request, Violations& violations);
void Check(const v1::DeleteInteractionRequest& request, Violations& violations);

}  // namespace counterpoint::validation
