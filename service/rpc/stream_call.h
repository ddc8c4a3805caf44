// A call of gRPC's synchronous API, from the check of who calls to its end.
#pragma once

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "service/access/access.h"
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
    end_ = Admit(request);
    if (end_.ok()) end_ = counted_.status();
  }

  // Errors, with which the call has to end: those of Access::Admit(), and
  // RESOURCE_EXHAUSTED where it is one too many.
  const absl::Status& status() const { return end_; }

  // Whether the caller may have this one of the requests done. Errors: as above.
  absl::Status Admit(const google::protobuf::Message& request) const {
    return access_.Admit(context_, request).status();
  }

  // Whether the call has to end: the client is gone, or its credential counts no
  // longer. For those that go on by themselves, to be asked every now and then.
  bool IsOver() {
    if (context_.IsCancelled()) return true;
    end_ = Admit(request_);
    return !end_.ok();
  }

  // What to end with, `status` unless it was ended because of the caller.
  grpc::Status End(const absl::Status& status) const {
    return ToGrpcStatus(end_.ok() ? status : end_);
  }

 private:
  const Access& access_;
  const grpc::ServerContext& context_;
  const google::protobuf::Message& request_;
  const StreamLimit::Stream counted_;
  absl::Status end_;
};

}  // namespace counterpoint::service
