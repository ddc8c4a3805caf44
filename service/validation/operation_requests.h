// Requests of OperationService. Every violation is collected with its path from
// the request.
#pragma once

#include "counterpoint/v1/operation_service.pb.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void Check(const v1::GetOperationRequest& request, Violations& violations);
void Check(const v1::ListOperationsRequest& request, Violations& violations);
void Check(const v1::WaitOperationRequest& request, Violations& violations);
void Check(const v1::WatchOperationRequest& request, Violations& violations);
void Check(const v1::CancelOperationRequest& request, Violations& violations);

}  // namespace counterpoint::validation
