#include "clients/cpp/sessions.h"

#include <utility>

namespace counterpoint::client {

using Stub = v1::SessionService::StubInterface;

Sessions::Sessions(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
    : stub_(v1::SessionService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::Session> Sessions::Get(const v1::GetSessionRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetSession, request);
}

Pages<v1::Participant> Sessions::ListParticipants(v1::ListParticipantsRequest request) const {
  return FetchPages<v1::Participant>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListParticipantsRequest& page) {
        return caller.Call(*stub, &Stub::ListParticipants, page);
      },
      [](v1::ListParticipantsResponse& response) { return response.mutable_participants(); });
}

}  // namespace counterpoint::client
