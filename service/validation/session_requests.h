// Requests of SessionService about sessions. Every violation is collected with
// its path from the request. Page tokens and etags are opaque here: who reads
// them judges them.
#pragma once

#include "counterpoint/v1/session_service.pb.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void Check(const v1::CreateSessionRequest& request, Violations& violations);
void Check(const v1::GetSessionRequest& request, Violations& violations);
void Check(const v1::ListSessionsRequest& request, Violations& violations);
// Name, mask and request id. The fields to take over are checked where they end
// up: apply the mask, then CheckSession(FieldPath("session"), ...).
void Check(const v1::UpdateSessionRequest& request, Violations& violations);
void Check(const v1::DeleteSessionRequest& request, Violations& violations);
void Check(const v1::CopySessionRequest& request, Violations& violations);
void Check(const v1::SetSessionStateRequest& request, Violations& violations);

}  // namespace counterpoint::validation
