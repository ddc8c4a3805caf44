#include "service/validation/ledger_requests.h"

#include "service/conversion/timestamp.h"
#include "service/validation/code_check.h"
#include "service/validation/enum_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

// In whole seconds, as the ledger cuts them off.
void CheckPeriod(const v1::GetLedgerRequest& request, Violations& violations) {
  const FieldPath end("end_time");
  if (request.has_start_time()) {
    CheckTimestamp(FieldPath("start_time"), request.start_time(), violations);
  }
  if (request.has_end_time()) CheckTimestamp(end, request.end_time(), violations);
  if (request.has_start_time() && request.has_end_time() &&
      conversion::IsValid(request.start_time()) && conversion::IsValid(request.end_time()) &&
      request.end_time().seconds() <= request.start_time().seconds()) {
    violations.Add(end, "must be at least a second after start_time");
  }
}

}  // namespace

void Check(const v1::GetLedgerRequest& request, const Setting& setting, Violations& violations) {
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckPeriod(request, violations);
  CheckEnum(FieldPath("group_by"), request.group_by(), *v1::GetLedgerRequest::Grouping_descriptor(),
            Presence::kOptional, violations);
  CheckEnums(FieldPath(), "kinds", request.kinds(), *v1::MemberKind_descriptor(), violations);
  if (!request.topic().empty()) {
    CheckTopic(FieldPath("topic"), request.topic(), setting, violations);
  }
}

}  // namespace counterpoint::validation
