// Requests of AllianceService. Every violation is collected with its path from
// the request. Page tokens and etags are opaque here: who reads them judges
// them.
#pragma once

#include "counterpoint/v1/alliance_service.pb.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void Check(const v1::CreateAllianceRequest& request, Violations& violations);
void Check(const v1::GetAllianceRequest& request, Violations& violations);
void Check(const v1::ListAlliancesRequest& request, Violations& violations);
// Name, mask and request id. The fields to take over are checked where they
// end up: apply the mask, then CheckAlliance(FieldPath("alliance"), ...).
void Check(const v1::UpdateAllianceRequest& request, Violations& violations);
void Check(const v1::DeleteAllianceRequest& request, Violations& violations);
void Check(const v1::ListTopicsRequest& request, const Setting& setting, Violations& violations);

}  // namespace counterpoint::validation
