// Requests of SessionService about participants. Every violation is collected
// with its path from the request.
//
// Some fields are judged by the session: where it is known, CheckParticipantWithin
// (participant_check.h) comes on top of these.
#pragma once

#include "counterpoint/v1/session_service.pb.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void Check(const v1::CreateParticipantRequest& request, Violations& violations);
void Check(const v1::BatchCreateParticipantsRequest& request, Violations& violations);
void Check(const v1::GetParticipantRequest& request, Violations& violations);
void Check(const v1::ListParticipantsRequest& request, Violations& violations);
// Name, mask and request id. The fields to take over are checked where they end
// up: apply the mask, then CheckParticipant(FieldPath("participant"), ...).
void Check(const v1::UpdateParticipantRequest& request, Violations& violations);
void Check(const v1::DeleteParticipantRequest& request, Violations& violations);

}  // namespace counterpoint::validation
