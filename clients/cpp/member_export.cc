#include "clients/cpp/member_export.h"

#include <utility>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "clients/cpp/error.h"

namespace counterpoint::client {

MemberExport::MemberExport(std::shared_ptr<v1::MemberService::StubInterface> stub,
                           const ConnectionOptions& options, v1::StreamMembersRequest request)
    : stub_(std::move(stub)),
      retry_(options.retry),
      request_(std::move(request)),
      guard_(options.stall_limit) {}

MemberExport::~MemberExport() {
  if (reader_ == nullptr) return;
  context_->TryCancel();
  (void)reader_->Finish();
}

absl::StatusOr<std::optional<v1::StreamMembersResponse>> MemberExport::Next() {
  absl::BitGen random;
  for (int failures = 1; !ended_; ++failures) {
    if (reader_ == nullptr) Open();
    v1::StreamMembersResponse response;
    if (guard_.Watch(context_.get(), [&] { return reader_->Read(&response); })) {
      begun_ = true;
      return response;
    }
    const absl::Status status = Close();
    ended_ = status.ok();
    if (ended_) break;
    const auto pause = NextPause(retry_, status, failures, absl::InfiniteDuration(), random);
    if (begun_ || !pause.has_value()) return status;
    absl::SleepFor(*pause);
  }
  return std::nullopt;
}

void MemberExport::Open() {
  context_ = std::make_unique<grpc::ClientContext>();
  reader_ = stub_->StreamMembers(context_.get(), request_);
}

absl::Status MemberExport::Close() {
  const absl::Status status = FromGrpc(reader_->Finish());
  reader_.reset();
  if (guard_.TakeTripped()) return absl::UnavailableError("the server has fallen silent");
  return status;
}

}  // namespace counterpoint::client
