// Requests of SessionDayService. Every violation is collected with its path from
// the request.
#pragma once

#include "counterpoint/v1/session_day_service.pb.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All but whether participants take part and plans and tables are there.
void Check(const v1::ExportAgendaRequest& request, Violations& violations);
void Check(const v1::CheckInParticipantsRequest& request, Violations& violations);
void Check(const v1::RecordMeetingOutcomesRequest& request, Violations& violations);
void Check(const v1::ListMeetingOutcomesRequest& request, Violations& violations);
void Check(const v1::GetSessionReportRequest& request, Violations& violations);

}  // namespace counterpoint::validation
