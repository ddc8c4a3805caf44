// ExportAgenda: a plan as a document.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/session_day_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Everything is of one view of the store, names of members included. Errors: as
// SessionDayService.ExportAgenda. Thread-safe.
absl::StatusOr<v1::ExportAgendaResponse> ExportAgenda(const Backend& backend,
                                                      const v1::ExportAgendaRequest& request);

}  // namespace counterpoint::service
