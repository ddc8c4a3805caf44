// The mutations of AllianceService.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "counterpoint/v1/alliance_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// In the place of an alliance where it is remembered which requests have deleted one: with
// each request id a mark that is swept at once, a record of the alliance's name in the
// collection of members. No alliance can have such an id.
inline constexpr char kDeletions[] = "_deletions";

// Each waits for its commit to be on disk, and holds the alliance's lock alone.
// Contracts and errors are those of alliance_service.proto. Thread-safe.
class AllianceWrites {
 public:
  explicit AllianceWrites(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Alliance> Create(const v1::CreateAllianceRequest& request) const;
  absl::StatusOr<v1::Alliance> Update(const v1::UpdateAllianceRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> Delete(const v1::DeleteAllianceRequest& request) const;

 private:
  absl::StatusOr<v1::Alliance> CreateOnce(const v1::CreateAllianceRequest& request) const;
  absl::StatusOr<v1::Alliance> UpdateOnce(const std::string& alliance,
                                          const v1::UpdateAllianceRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteOnce(
      const std::string& alliance, const v1::DeleteAllianceRequest& request) const;
  void RememberDeletion(const v1::DeleteAllianceRequest& request) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
