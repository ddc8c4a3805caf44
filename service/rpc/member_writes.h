// The mutations of MemberService.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "counterpoint/v1/member_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "service/access/caller.h"
#include "service/confidentiality/viewer.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Each waits for its commit to be on disk. Contracts and errors are those of
// member_service.proto. Thread-safe.
class MemberWrites {
 public:
  explicit MemberWrites(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Member> Create(const v1::CreateMemberRequest& request,
                                    const Caller& caller) const;
  absl::StatusOr<v1::Member> Update(const v1::UpdateMemberRequest& request,
                                    const Caller& caller) const;
  absl::StatusOr<google::protobuf::Empty> Delete(const v1::DeleteMemberRequest& request) const;
  absl::StatusOr<v1::BatchCreateMembersResponse> BatchCreate(
      const v1::BatchCreateMembersRequest& request, const Caller& caller) const;

 private:
  absl::StatusOr<v1::Member> CreateOnce(const std::string& alliance,
                                        const v1::CreateMemberRequest& request,
                                        const Caller& caller) const;
  absl::StatusOr<v1::Member> UpdateOnce(const std::string& alliance, const std::string& member,
                                        const v1::UpdateMemberRequest& request,
                                        const Viewer& viewer) const;
  absl::StatusOr<google::protobuf::Empty> DeleteOnce(const std::string& alliance,
                                                     const std::string& member,
                                                     const v1::DeleteMemberRequest& request) const;
  absl::StatusOr<v1::BatchCreateMembersResponse> BatchCreateOnce(
      const std::string& alliance, const v1::BatchCreateMembersRequest& request,
      const Caller& caller) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
