#include "clients/cpp/import_stream.h"

#include <utility>

#include "clients/cpp/error.h"

namespace counterpoint::client {

ImportStream::ImportStream(v1::MemberService::StubInterface* stub, absl::Duration stall_limit)
    : guard_(stall_limit), stream_(stub->ImportMembers(&context_)), reader_([this] { Read(); }) {}

ImportStream::~ImportStream() {
  if (!finished_) context_.TryCancel();
  reader_.join();
  if (!finished_) (void)stream_->Finish();
}

void ImportStream::Write(const v1::ImportMembersRequest& request) {
  (void)guard_.Watch(&context_, [&] { return stream_->Write(request); });
}

void ImportStream::WritesDone() { (void)stream_->WritesDone(); }

std::optional<v1::ImportMembersResponse> ImportStream::Next() {
  return guard_.Watch(&context_, [this]() -> std::optional<v1::ImportMembersResponse> {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &ImportStream::NextIsKnown));
    if (responses_.empty()) return std::nullopt;
    v1::ImportMembersResponse response = std::move(responses_.front());
    responses_.pop_front();
    return response;
  });
}

bool ImportStream::HasNext() {
  absl::MutexLock lock(&mutex_);
  return NextIsKnown();
}

absl::Status ImportStream::Finish() {
  finished_ = true;
  const absl::Status status = FromGrpc(stream_->Finish());
  if (guard_.TakeTripped()) return absl::UnavailableError("the server has fallen silent");
  return status;
}

void ImportStream::Read() {
  v1::ImportMembersResponse response;
  while (stream_->Read(&response)) {
    absl::MutexLock lock(&mutex_);
    responses_.push_back(std::move(response));
    response.Clear();
  }
  absl::MutexLock lock(&mutex_);
  ended_ = true;
}

}  // namespace counterpoint::client
