#include "clients/cpp/members.h"

#include <utility>

namespace counterpoint::client {

using Stub = v1::MemberService::StubInterface;

Members::Members(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
    : options_(options), stub_(v1::MemberService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::Member> Members::Create(const v1::CreateMemberRequest& request) const {
  return caller_.Call(*stub_, &Stub::CreateMember, WithRequestId(request));
}

absl::StatusOr<v1::Member> Members::Get(const v1::GetMemberRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetMember, request);
}

Pages<v1::Member> Members::List(v1::ListMembersRequest request) const {
  return FetchPages<v1::Member>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListMembersRequest& page) {
        return caller.Call(*stub, &Stub::ListMembers, page);
      },
      [](v1::ListMembersResponse& response) { return response.mutable_members(); });
}

absl::StatusOr<v1::SearchMembersResponse> Members::Search(
    const v1::SearchMembersRequest& request) const {
  return caller_.Call(*stub_, &Stub::SearchMembers, request);
}

absl::StatusOr<v1::Member> Members::Update(const v1::UpdateMemberRequest& request) const {
  return caller_.Call(*stub_, &Stub::UpdateMember, WithRequestId(request));
}

absl::Status Members::Delete(const v1::DeleteMemberRequest& request) const {
  return caller_.Call(*stub_, &Stub::DeleteMember, WithRequestId(request)).status();
}

absl::StatusOr<v1::BatchCreateMembersResponse> Members::BatchCreate(
    const v1::BatchCreateMembersRequest& request) const {
  return caller_.Call(*stub_, &Stub::BatchCreateMembers, WithRequestId(request));
}

absl::StatusOr<v1::BatchGetMembersResponse> Members::BatchGet(
    const v1::BatchGetMembersRequest& request) const {
  return caller_.Call(*stub_, &Stub::BatchGetMembers, request);
}

std::unique_ptr<MemberExport> Members::Export(v1::StreamMembersRequest request) const {
  return std::make_unique<MemberExport>(stub_, options_, std::move(request));
}

std::unique_ptr<MemberImport> Members::Import(ImportOptions options,
                                              MemberImport::OnVerdict on_verdict) const {
  return std::make_unique<MemberImport>(stub_, options_, std::move(options), std::move(on_verdict));
}

std::unique_ptr<MemberWatch> Members::Watch(v1::WatchMembersRequest request) const {
  return std::make_unique<MemberWatch>(stub_, options_, std::move(request));
}

}  // namespace counterpoint::client
