#include "clients/cpp/member_import.h"

#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace counterpoint::client {

using v1::ImportMembersRequest;
using v1::ImportMembersResponse;

MemberImport::MemberImport(std::shared_ptr<v1::MemberService::StubInterface> stub,
                           const ConnectionOptions& connection, ImportOptions options,
                           OnVerdict on_verdict)
    : stub_(std::move(stub)),
      connection_(connection),
      options_(std::move(options)),
      on_verdict_(std::move(on_verdict)) {}

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
  while (!in_flight_.empty()) {
    if (absl::Status status = Receive(); !status.ok()) return status;
  }
  if (stream_ != nullptr) {
    // All verdicts are in, so how the stream ends no longer matters.
    stream_->WritesDone();
    if (!stream_->Next().has_value()) (void)stream_->Finish();
    stream_.reset();
  }
  return summary_;
}

absl::Status MemberImport::SendChunk() {
  // Every message carries the stream's fields: any can become the first one of
  // a new connection.
  chunk_.set_parent(options_.parent);
  chunk_.set_existing_members(options_.existing);
  chunk_.set_validate_only(options_.validate_only);
  in_flight_.push_back(std::move(chunk_));
  chunk_ = ImportMembersRequest();
  chunk_bytes_ = 0;
  if (stream_ == nullptr) {
    Open();
  } else {
    stream_->Write(in_flight_.back());
  }
  while (static_cast<int>(in_flight_.size()) >= options_.max_in_flight ||
         (!in_flight_.empty() && stream_->HasNext())) {
    if (absl::Status status = Receive(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status MemberImport::Receive() {
  const auto response = stream_->Next();
  if (!response.has_value()) return Reconnect();
  failures_ = 0;
  return Deliver(*response);
}

absl::Status MemberImport::Deliver(const ImportMembersResponse& response) {
  const ImportMembersRequest& request = in_flight_.front();
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
  in_flight_.pop_front();
  return absl::OkStatus();
}

absl::Status MemberImport::Reconnect() {
  const absl::Status status = stream_->Finish();
  if (status.ok()) return absl::InternalError("the server ended the import before all verdicts");
  const bool repeatable =
      options_.validate_only || options_.existing != ImportMembersRequest::REJECT;
  if (!repeatable) return status;
  absl::BitGen random;
  const auto pause =
      NextPause(connection_.retry, status, ++failures_, absl::InfiniteDuration(), random);
  if (!pause.has_value()) return status;
  absl::SleepFor(*pause);
  Open();
  return absl::OkStatus();
}

void MemberImport::Open() {
  stream_ = std::make_unique<ImportStream>(stub_.get(), connection_.stall_limit);
  for (const ImportMembersRequest& request : in_flight_) stream_->Write(request);
}

}  // namespace counterpoint::client
