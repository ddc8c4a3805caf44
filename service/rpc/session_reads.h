// The reads of SessionService about sessions.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/session_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of session_service.proto. Thread-safe.
class SessionReads {
 public:
  explicit SessionReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Session> Get(const v1::GetSessionRequest& request) const;
  absl::StatusOr<v1::ListSessionsResponse> List(const v1::ListSessionsRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
