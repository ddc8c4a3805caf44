// A call of gRPC's synchronous API, from the check of who calls to its end.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "service/audit/audited_call.h"
#include "service/calls/call.h"
#include "service/calls/current_call.h"
#include "service/calls/out_of_memory.h"
#include "service/rpc/grpc_status.h"
#include "service/rpc/stream_limit.h"

namespace counterpoint::service {

// Borrows everything. Not thread-safe.
class StreamCall {
 public:
  // `request` is the call's own, or where it streams its requests an empty one of
  // their type: then each that arrives has to pass Admit().
  StreamCall(CallGate& gate, StreamLimit& limit, grpc::ServerContext& context,
             const google::protobuf::Message& request)
      : call_(gate, context, request, /*streams=*/true),
        context_(context),
        request_(request),
        counted_(limit),
        open_(gate.streams(), context) {
    end_ = call_.status();
    if (!end_.ok()) return;
    BeginAudit(request);
    if (counted_.is_admitted()) {
      audited_->EnterIfWatch();
      return;
    }
    gate.counts().Count(Shed::kStreams);
    end_ = TooMuch("too many streams are open", absl::Seconds(1));
  }

  // Errors, with which the call has to end: those of Access::Admit(), and
  // RESOURCE_EXHAUSTED with a RetryInfo where it is one too many.
  const absl::Status& status() const { return end_; }
  // REQUIRES: status() is OK.
  const Caller& caller() const { return call_.caller(); }

  // Whether the caller may have this one of the requests done, which costs what an
  // ordinary call does, and EndRequest() then has to be called for before the next one is
  // read. Errors: as above.
  absl::Status Admit(const google::protobuf::Message& request) {
    audited_->Discard();  // The call as a whole: each request is entered.
    absl::Status admitted = AskAccess(request);
    if (admitted.ok()) admitted = call_.Charge(CostOf(CallClass::kOrdinary));
    if (admitted.ok()) BeginAudit(request);
    return admitted;
  }
  void EndRequest(const absl::Status& status) { audited_->End(status); }

  // Whether the call has to end: the client is gone, or its credential counts no
  // longer. For those that go on by themselves, to be asked every now and then.
  bool IsOver() {
    if (context_.IsCancelled()) return true;
    end_ = AskAccess(request_);
    return !end_.ok();
  }

  // Waits for the client's next message. False where there is none, or the call is over.
  template <typename Reader, typename Message>
  bool Read(Reader& reader, Message& message) {
    if (context_.IsCancelled()) return false;
    call_.trace().Enter(Stage::kWait);
    const bool read = reader.Read(&message);
    call_.trace().Enter(Stage::kWork);
    return read;
  }

  // Hands a message over, and waits while the client does not read, for as long as the
  // limit of stalled streams. False where the stream is broken.
  template <typename Writer, typename Message>
  bool Write(Writer& writer, const Message& message) {
    call_.trace().Enter(Stage::kWrite);
    open_.BeginWrite();
    const bool written = writer.Write(message);
    open_.EndWrite();
    call_.trace().Enter(Stage::kWork);
    return written && !open_.was_ended();
  }

  // What `body`, a Status or StatusOr, returns; RESOURCE_EXHAUSTED where there is no memory
  // for it.
  template <typename Body>
  static auto Run(const Body& body) -> decltype(body()) {
    return WithinMemory(body);
  }

  // What to end with, `status` unless it was ended because of the caller. To be called
  // once.
  grpc::Status End(const absl::Status& status) noexcept {
    const absl::Status& end = end_.ok() ? status : end_;
    if (audited_) audited_->End(end);
    return call_.End(end);
  }

 private:
  void BeginAudit(const google::protobuf::Message& request) {
    // The one before has to have ended: each is the thread's current one.
    audited_.reset();
    audited_.emplace(call_.gate().access().trail(), context_, request, call_.caller());
  }
  absl::Status AskAccess(const google::protobuf::Message& request) const {
    return call_.gate().access().Admit(context_, request).status();
  }

  Call call_;
  const WorkOnCall on_this_thread_{&call_};
  const grpc::ServerContext& context_;
  const google::protobuf::Message& request_;
  const StreamLimit::Stream counted_;
  OpenStreams::Entry open_;
  absl::Status end_;
  std::optional<AuditedCall> audited_;  // None where the caller is not admitted.
};

}  // namespace counterpoint::service
