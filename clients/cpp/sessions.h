// The SessionService.
#pragma once

#include <memory>

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

  absl::StatusOr<v1::Session> Get(const v1::GetSessionRequest& request) const;
  Pages<v1::Participant> ListParticipants(v1::ListParticipantsRequest request) const;

 private:
  std::shared_ptr<v1::SessionService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client
