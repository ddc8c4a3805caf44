#include "clients/cpp/member_watch.h"

#include <utility>

#include "absl/random/random.h"
#include "clients/cpp/error.h"

namespace counterpoint::client {

MemberWatch::MemberWatch(std::shared_ptr<v1::MemberService::StubInterface> stub,
                         const ConnectionOptions& options, v1::WatchMembersRequest request)
    : stub_(std::move(stub)),
      retry_(options.retry),
      request_(std::move(request)),
      guard_(options.stall_limit) {}

MemberWatch::~MemberWatch() {
  Cancel();
  if (reader_ != nullptr) (void)Close();
}

absl::StatusOr<std::optional<v1::WatchMembersResponse>> MemberWatch::Next() {
  absl::BitGen random;
  int failures = 0;
  while (!ended_) {
    if (reader_ == nullptr && !Open()) break;
    grpc::ClientContext* context;
    {
      absl::MutexLock lock(&mutex_);
      context = context_.get();
    }
    v1::WatchMembersResponse response;
    if (guard_.Watch(context, [&] { return reader_->Read(&response); })) {
      failures = 0;
      request_.set_start_revision(response.revision());
      if (!response.changes().empty()) return response;
      continue;
    }
    const absl::Status status = Close();
    ended_ = status.ok() || cancelled_.HasBeenNotified();
    if (ended_) break;
    const auto pause = NextPause(retry_, status, ++failures, absl::InfiniteDuration(), random);
    if (!pause.has_value()) return status;
    cancelled_.WaitForNotificationWithTimeout(*pause);
  }
  return std::nullopt;
}

void MemberWatch::Cancel() {
  absl::MutexLock lock(&mutex_);
  if (cancelled_.HasBeenNotified()) return;
  cancelled_.Notify();
  if (context_ != nullptr) context_->TryCancel();
}

bool MemberWatch::Open() {
  absl::MutexLock lock(&mutex_);
  if (cancelled_.HasBeenNotified()) return false;
  context_ = std::make_unique<grpc::ClientContext>();
  reader_ = stub_->WatchMembers(context_.get(), request_);
  return true;
}

absl::Status MemberWatch::Close() {
  const absl::Status status = FromGrpc(reader_->Finish());
  reader_.reset();
  absl::MutexLock lock(&mutex_);
  context_.reset();
  if (guard_.TakeTripped()) return absl::UnavailableError("the server has fallen silent");
  return status;
}

}  // namespace counterpoint::client
