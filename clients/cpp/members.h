// The MemberService.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/member_export.h"
#include "clients/cpp/member_import.h"
#include "clients/cpp/member_watch.h"
#include "clients/cpp/pages.h"
#include "counterpoint/v1/member_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe; the streams that it opens are not, and may outlive it. Errors
// are those that the proto names, beside UNAVAILABLE and DEADLINE_EXCEEDED.
class Members {
 public:
  Members(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  absl::StatusOr<v1::Member> Create(const v1::CreateMemberRequest& request) const;
  absl::StatusOr<v1::Member> Get(const v1::GetMemberRequest& request) const;
  // `request.page_token` says where to begin.
  Pages<v1::Member> List(v1::ListMembersRequest request) const;
  // One page of what is found; `next_page_token` leads to the next.
  absl::StatusOr<v1::SearchMembersResponse> Search(const v1::SearchMembersRequest& request) const;
  absl::StatusOr<v1::Member> Update(const v1::UpdateMemberRequest& request) const;
  absl::Status Delete(const v1::DeleteMemberRequest& request) const;
  absl::StatusOr<v1::BatchCreateMembersResponse> BatchCreate(
      const v1::BatchCreateMembersRequest& request) const;
  absl::StatusOr<v1::BatchGetMembersResponse> BatchGet(
      const v1::BatchGetMembersRequest& request) const;

  std::unique_ptr<MemberExport> Export(v1::StreamMembersRequest request) const;
  std::unique_ptr<MemberImport> Import(ImportOptions options,
                                       MemberImport::OnVerdict on_verdict) const;
  std::unique_ptr<MemberWatch> Watch(v1::WatchMembersRequest request) const;

 private:
  const ConnectionOptions options_;
  std::shared_ptr<v1::MemberService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client
