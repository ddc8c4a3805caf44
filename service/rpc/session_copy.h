// The copy of a session, which serves as its template.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/session_service.pb.h"
#include "service/conversion/resource_name.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contract and errors are those of SessionService.CopySession. Thread-safe.
class SessionCopy {
 public:
  explicit SessionCopy(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Session> Copy(const v1::CopySessionRequest& request) const;

 private:
  absl::StatusOr<v1::Session> CopyOnce(const conversion::SessionName& from,
                                       const v1::CopySessionRequest& request) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
