// The mutations of SessionService about sessions.
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
class SessionWrites {
 public:
  explicit SessionWrites(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Session> Create(const v1::CreateSessionRequest& request) const;
  absl::StatusOr<v1::Session> Update(const v1::UpdateSessionRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> Delete(const v1::DeleteSessionRequest& request) const;
  absl::StatusOr<v1::Session> SetState(const v1::SetSessionStateRequest& request) const;

 private:
  absl::StatusOr<v1::Session> CreateOnce(const std::string& alliance,
                                         const v1::CreateSessionRequest& request) const;
  absl::StatusOr<v1::Session> UpdateOnce(const conversion::SessionName& name,
                                         const v1::UpdateSessionRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteOnce(const conversion::SessionName& name,
                                                     const v1::DeleteSessionRequest& request) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
