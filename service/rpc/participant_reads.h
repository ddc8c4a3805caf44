// The reads of SessionService about participants.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/session_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of session_service.proto. Thread-safe.
class ParticipantReads {
 public:
  explicit ParticipantReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Participant> Get(const v1::GetParticipantRequest& request) const;
  // All pages show the participants as they were at the first, with the names
  // that their members have now.
  absl::StatusOr<v1::ListParticipantsResponse> List(
      const v1::ListParticipantsRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
