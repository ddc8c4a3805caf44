// The mutations of SessionService about participants.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/session_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "service/conversion/resource_name.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Each waits for its commit to be on disk, and holds the lock of the alliance's
// sessions alone. Contracts and errors are those of session_service.proto.
// Thread-safe.
class ParticipantWrites {
 public:
  explicit ParticipantWrites(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Participant> Create(const v1::CreateParticipantRequest& request) const;
  absl::StatusOr<v1::BatchCreateParticipantsResponse> BatchCreate(
      const v1::BatchCreateParticipantsRequest& request) const;
  absl::StatusOr<v1::Participant> Update(const v1::UpdateParticipantRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> Delete(const v1::DeleteParticipantRequest& request) const;

 private:
  absl::StatusOr<v1::Participant> CreateOnce(const conversion::SessionName& session,
                                             const v1::CreateParticipantRequest& request) const;
  absl::StatusOr<v1::BatchCreateParticipantsResponse> BatchCreateOnce(
      const conversion::SessionName& session,
      const v1::BatchCreateParticipantsRequest& request) const;
  absl::StatusOr<v1::Participant> UpdateOnce(const conversion::ParticipantName& name,
                                             const v1::UpdateParticipantRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteOnce(
      const conversion::ParticipantName& name, const v1::DeleteParticipantRequest& request) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
