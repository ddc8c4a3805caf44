// The SessionService.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/pages.h"
#include "counterpoint/v1/session_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe. Errors are those that the proto names, beside UNAVAILABLE and
// DEADLINE_EXCEEDED.
class Sessions {
 public:
  Sessions(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  absl::StatusOr<v1::Session> Create(const v1::CreateSessionRequest& request) const;
  absl::StatusOr<v1::Session> Get(const v1::GetSessionRequest& request) const;
  // `request.page_token` says where to begin.
  Pages<v1::Session> List(v1::ListSessionsRequest request) const;
  absl::StatusOr<v1::Session> Update(const v1::UpdateSessionRequest& request) const;
  absl::Status Delete(const v1::DeleteSessionRequest& request) const;
  absl::StatusOr<v1::Session> Copy(const v1::CopySessionRequest& request) const;
  // Needs no request id: a session that is in the state already stays as it is.
  absl::StatusOr<v1::Session> SetState(const v1::SetSessionStateRequest& request) const;

  absl::StatusOr<v1::Participant> CreateParticipant(
      const v1::CreateParticipantRequest& request) const;
  absl::StatusOr<v1::BatchCreateParticipantsResponse> BatchCreateParticipants(
      const v1::BatchCreateParticipantsRequest& request) const;
  absl::StatusOr<v1::Participant> GetParticipant(const v1::GetParticipantRequest& request) const;
  // `request.page_token` says where to begin.
  Pages<v1::Participant> ListParticipants(v1::ListParticipantsRequest request) const;
  absl::StatusOr<v1::Participant> UpdateParticipant(
      const v1::UpdateParticipantRequest& request) const;
  absl::Status DeleteParticipant(const v1::DeleteParticipantRequest& request) const;

 private:
  std::shared_ptr<v1::SessionService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client
