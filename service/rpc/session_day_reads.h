// The reads of SessionDayService, but for agendas.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/session_day_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of session_day_service.proto. Thread-safe.
class SessionDayReads {
 public:
  explicit SessionDayReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::ListMeetingOutcomesResponse> ListOutcomes(
      const v1::ListMeetingOutcomesRequest& request) const;
  absl::StatusOr<v1::SessionReport> Report(const v1::GetSessionReportRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
