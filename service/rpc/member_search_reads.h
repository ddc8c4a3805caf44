// MemberService.SearchMembers.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/member_search.pb.h"
#include "service/access/caller.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contract and errors are those of member_service.proto. Thread-safe.
class MemberSearchReads {
 public:
  explicit MemberSearchReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::SearchMembersResponse> Search(const v1::SearchMembersRequest& request,
                                                   const Caller& caller) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
