#include "clients/cpp/sessions.h"

#include <utility>

namespace counterpoint::client {

using Stub = v1::SessionService::StubInterface;

Sessions::Sessions(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
    : stub_(v1::SessionService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::Session> Sessions::Create(const v1::CreateSessionRequest& request) const {
  return caller_.Call(*stub_, &Stub::CreateSession, WithRequestId(request));
}

absl::StatusOr<v1::Session> Sessions::Get(const v1::GetSessionRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetSession, request);
}

Pages<v1::Session> Sessions::List(v1::ListSessionsRequest request) const {
  return FetchPages<v1::Session>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListSessionsRequest& page) {
        return caller.Call(*stub, &Stub::ListSessions, page);
      },
      [](v1::ListSessionsResponse& response) { return response.mutable_sessions(); });
}

absl::StatusOr<v1::Session> Sessions::Update(const v1::UpdateSessionRequest& request) const {
  return caller_.Call(*stub_, &Stub::UpdateSession, WithRequestId(request));
}

absl::Status Sessions::Delete(const v1::DeleteSessionRequest& request) const {
  return caller_.Call(*stub_, &Stub::DeleteSession, WithRequestId(request)).status();
}

absl::StatusOr<v1::Session> Sessions::Copy(const v1::CopySessionRequest& request) const {
  return caller_.Call(*stub_, &Stub::CopySession, WithRequestId(request));
}

absl::StatusOr<v1::Session> Sessions::SetState(const v1::SetSessionStateRequest& request) const {
  return caller_.Call(*stub_, &Stub::SetSessionState, request);
}

absl::StatusOr<v1::Participant> Sessions::CreateParticipant(
    const v1::CreateParticipantRequest& request) const {
  return caller_.Call(*stub_, &Stub::CreateParticipant, WithRequestId(request));
}

absl::StatusOr<v1::BatchCreateParticipantsResponse> Sessions::BatchCreateParticipants(
    const v1::BatchCreateParticipantsRequest& request) const {
  return caller_.Call(*stub_, &Stub::BatchCreateParticipants, WithRequestId(request));
}

absl::StatusOr<v1::Participant> Sessions::GetParticipant(
    const v1::GetParticipantRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetParticipant, request);
}

Pages<v1::Participant> Sessions::ListParticipants(v1::ListParticipantsRequest request) const {
  return FetchPages<v1::Participant>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListParticipantsRequest& page) {
        return caller.Call(*stub, &Stub::ListParticipants, page);
      },
      [](v1::ListParticipantsResponse& response) { return response.mutable_participants(); });
}

absl::StatusOr<v1::Participant> Sessions::UpdateParticipant(
    const v1::UpdateParticipantRequest& request) const {
  return caller_.Call(*stub_, &Stub::UpdateParticipant, WithRequestId(request));
}

absl::Status Sessions::DeleteParticipant(const v1::DeleteParticipantRequest& request) const {
  return caller_.Call(*stub_, &Stub::DeleteParticipant, WithRequestId(request)).status();
}

}  // namespace counterpoint::client
