// A call of gRPC's synchronous API, from the check of who calls to its end.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "service/access/access.h"
#include "service/audit/audited_call.h"
#include "service/rpc/grpc_status.h"
#include "service/rpc/stream_limit.h"

namespace counterpoint::service {

// Borrows everything. Not thread-safe.
class StreamCall {
 public:
  // `request` is the call's own, or where it streams its requests an empty one of
  // their type: then each that arrives has to pass Admit().
  StreamCall(const Access& access, StreamLimit& limit, const grpc::ServerContext& context,
             const google::protobuf::Message& request)
      : access_(access), context_(context), request_(request), counted_(limit) {
    end_ = Begin(request);
    if (end_.ok()) end_ = counted_.status();
    if (audited_ && end_.ok()) audited_->EnterIfWatch();
    if (audited_ && !end_.ok()) audited_->End(end_);
  }

  // Errors, with which the call has to end: those of Access::Admit(), and
  // RESOURCE_EXHAUSTED where it is one too many.
  const absl::Status& status() const { return end_; }

  // Whether the caller may have this one of the requests done, which EndRequest() then
  // has to be called for before the next one is read. Errors: as above.
  absl::Status Admit(const google::protobuf::Message& request) {
    if (audited_) audited_->Discard();  // The call as a whole: each request is entered.
    return Begin(request);
  }
  void EndRequest(const absl::Status& status) { audited_->End(status); }

  // Whether the call has to end: the client is gone, or its credential counts no
  // longer. For those that go on by themselves, to be asked every now and then.
  bool IsOver() {
    if (context_.IsCancelled()) return true;
    end_ = access_.Admit(context_, request_).status();
    return !end_.ok();
  }

  // What to end with, `status` unless it was ended because of the caller.
  grpc::Status End(const absl::Status& status) {
    const absl::Status& end = end_.ok() ? status : end_;
    if (audited_) audited_->End(end);
    return ToGrpcStatus(end);
  }

 private:
  absl::Status Begin(const google::protobuf::Message& request) {
    audited_.reset();
    caller_ = access_.Admit(context_, request);
    if (!caller_.ok()) return caller_.status();
    audited_.emplace(access_.trail(), context_, request, *caller_);
    return absl::OkStatus();
  }

  const Access& access_;
  const grpc::ServerContext& context_;
  const google::protobuf::Message& request_;
  const StreamLimit::Stream counted_;
  absl::Status end_;
  absl::StatusOr<Caller> caller_;
  std::optional<AuditedCall> audited_;  // None while the caller is not admitted.
};

}  // namespace counterpoint::service
