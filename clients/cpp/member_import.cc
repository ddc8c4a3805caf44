#include "clients/cpp/member_import.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace counterpoint::client {

using v1::ImportMembersRequest;
using v1::ImportMembersResponse;

MemberImport::MemberImport(std::shared_ptr<v1::MemberService::StubInterface> stub,
                           const ConnectionOptions& connection, ImportOptions options,
                           OnVerdict on_verdict)
    : options_(std::move(options)),
      on_verdict_(std::move(on_verdict)),
      sender_(
          connection,
          {options_.max_in_flight,
           options_.validate_only || options_.existing != ImportMembersRequest::REJECT},
          [stub = std::move(stub)](grpc::ClientContext* context) {
            return stub->ImportMembers(context);
          },
          [this](const ImportMembersRequest& request, const ImportMembersResponse& response) {
            return Deliver(request, response);
          }) {}

absl::Status MemberImport::Add(v1::Member member) {
  chunk_bytes_ += static_cast<int64_t>(member.ByteSizeLong());
  *chunk_.add_members() = std::move(member);
  if (chunk_.members_size() < options_.chunk_members && chunk_bytes_ < options_.chunk_bytes) {
    return absl::OkStatus();
  }
  return SendChunk();
}

absl::StatusOr<ImportSummary> MemberImport::Finish() {
  if (chunk_.members_size() > 0) {
    if (absl::Status status = SendChunk(); !status.ok()) return status;
  }
  if (absl::Status status = sender_.Finish(); !status.ok()) return status;
  return summary_;
}

absl::Status MemberImport::SendChunk() {
  // Every message carries the stream's fields: any can become the first one of
  // a new connection.
  chunk_.set_parent(options_.parent);
  chunk_.set_existing_members(options_.existing);
  chunk_.set_validate_only(options_.validate_only);
  chunk_bytes_ = 0;
  return sender_.Send(std::exchange(chunk_, {}));
}

absl::Status MemberImport::Deliver(const ImportMembersRequest& request,
                                   const ImportMembersResponse& response) {
  if (response.verdicts_size() != request.members_size()) {
    return absl::InternalError(absl::StrCat("the server gave ", response.verdicts_size(),
                                            " verdicts on ", request.members_size(), " members"));
  }
  for (int i = 0; i < response.verdicts_size(); ++i) {
    ImportMembersResponse::Verdict verdict = response.verdicts(i);
    // The server counts from the start of the connection.
    verdict.set_index(decided_++);
    summary_.created += verdict.outcome() == ImportMembersResponse::IMPORTED_NEW;
    summary_.replaced += verdict.outcome() == ImportMembersResponse::IMPORTED_OVER;
    summary_.unchanged += verdict.outcome() == ImportMembersResponse::UNCHANGED;
    summary_.rejected += verdict.outcome() == ImportMembersResponse::REJECTED;
    if (on_verdict_) on_verdict_(request.members(i), verdict);
  }
  summary_.revision = response.revision();
  return absl::OkStatus();
}

}  // namespace counterpoint::client
