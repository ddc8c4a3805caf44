// The mutations of SessionDayService.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/session_day_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Each waits for its commit to be on disk, and changes nothing where it says
// what is known already. Contracts and errors are those of
// session_day_service.proto. Thread-safe.
class SessionDayWrites {
 public:
  explicit SessionDayWrites(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::CheckInParticipantsResponse> CheckIn(
      const v1::CheckInParticipantsRequest& request) const;
  absl::StatusOr<v1::RecordMeetingOutcomesResponse> RecordOutcomes(
      const v1::RecordMeetingOutcomesRequest& request) const;

 private:
  // ABORTED where an interaction of theirs is written at the same time.
  absl::StatusOr<v1::RecordMeetingOutcomesResponse> RecordOutcomesOnce(
      const v1::RecordMeetingOutcomesRequest& request) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
