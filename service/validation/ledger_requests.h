// Requests of LedgerService. Every violation is collected with its path from the
// request.
#pragma once

#include "counterpoint/v1/ledger_service.pb.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

void Check(const v1::GetLedgerRequest& request, const Setting& setting, Violations& violations);

}  // namespace counterpoint::validation
