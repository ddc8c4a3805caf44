// The unary reads of MemberService.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/member_service.pb.h"
#include "service/access/caller.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of member_service.proto. Thread-safe.
class MemberReads {
 public:
  explicit MemberReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Member> Get(const v1::GetMemberRequest& request, const Caller& caller) const;
  absl::StatusOr<v1::BatchGetMembersResponse> BatchGet(const v1::BatchGetMembersRequest& request,
                                                       const Caller& caller) const;
  absl::StatusOr<v1::ListMembersResponse> List(const v1::ListMembersRequest& request,
                                               const Caller& caller) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
