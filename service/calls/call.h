// One call, from its arrival to its end.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/status.h"
#include "service/access/caller.h"
#include "service/calls/call_class.h"
#include "service/calls/call_gate.h"
#include "service/calls/call_trace.h"

namespace counterpoint::service {

// RESOURCE_EXHAUSTED with a google.rpc.RetryInfo.
absl::Status TooMuch(absl::string_view message, absl::Duration wait);

// Borrows the gate, and until End() context and request. Used by one thread at a time,
// but for IsOver().
class Call {
 public:
  // Asks who calls and takes the call out of the caller's share. Tells the caller the
  // call's request id in the metadata of its end. `streams` of calls that hold a thread.
  Call(CallGate& gate, grpc::ServerContextBase& context, const google::protobuf::Message& request,
       bool streams);
  ~Call() { Release(); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  // Errors, with which it has to end: those of Access::Admit(), and RESOURCE_EXHAUSTED
  // with a RetryInfo where it is too much.
  const absl::Status& status() const { return status_; }
  // REQUIRES: status() is OK.
  const Caller& caller() const { return caller_; }
  CallClass weight() const { return weight_; }
  // In full, "counterpoint.v1.MemberService.GetMember"; empty where it is not known.
  absl::string_view method() const { return method_; }
  const std::string& request_id() const { return request_id_; }
  bool streams() const { return streams_; }
  CallTrace& trace() { return trace_; }
  CallGate& gate() const { return gate_; }

  // Whether nobody waits for it: the caller has gone, or its deadline has passed.
  // Thread-safe until End().
  bool IsOver() const { return context_.IsCancelled(); }

  // Of a stream: takes a further message out of the caller's units. Errors:
  // RESOURCE_EXHAUSTED with a RetryInfo. REQUIRES: status() is OK.
  absl::Status Charge(double units);

  // Everything that is to be known of a call at its end is known here. What to end with.
  // To be called once, before gRPC is told.
  grpc::Status End(const absl::Status& status);

 private:
  void Admit(const CallLimits& limits);
  // Of somebody whose credential does not count, by where the call comes from.
  void ChargeStranger(const CallLimits& limits);
  void Release();
  std::string Alliance() const;

  CallGate& gate_;
  const grpc::ServerContextBase& context_;
  const google::protobuf::Message& request_;
  const bool streams_;
  CallTrace trace_;
  absl::string_view method_;
  CallClass weight_ = CallClass::kOrdinary;
  Caller caller_;
  std::string request_id_;
  std::string share_;     // Key of the caller's share.
  bool counted_ = false;  // It is under way for its caller.
  bool in_calls_ = false;
  absl::Status status_;
};

}  // namespace counterpoint::service
