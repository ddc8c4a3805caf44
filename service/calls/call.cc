#include "service/calls/call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "counterpoint/rpc/status.pb.h"
#include "service/access/forwarded_peer.h"
#include "service/calls/request_id.h"
#include "service/errors/resource_errors.h"
#include "service/rpc/grpc_status.h"
#include "service/threads/steady_signal.h"

namespace counterpoint::service {
namespace {

// Where it is not the caller's own rate: about as long as what is under way takes.
constexpr absl::Duration kMoment = absl::Milliseconds(200);

constexpr char kTooFast[] = "this caller calls faster than it may: go on after retry_delay";

// Where nobody says who calls: the address without the port, "ipv4:127.0.0.1".
std::string AddressOf(absl::string_view peer) {
  return absl::StrCat("peer ", peer.substr(0, peer.rfind(':')));
}

absl::string_view SentRequestId(const grpc::ServerContextBase& context) {
  const auto found = context.client_metadata().find(kRequestIdKey);
  if (found == context.client_metadata().end()) return "";
  return {found->second.data(), found->second.size()};
}

// Shares fill and limits a minute count by a clock that nobody sets.
absl::Time SteadyTime() { return absl::UnixEpoch() + SteadyNow(); }

}  // namespace

absl::Status TooMuch(absl::string_view message, absl::Duration wait) {
  google::rpc::RetryInfo info;
  const std::int64_t nanos = absl::ToInt64Nanoseconds(absl::Ceil(wait, absl::Milliseconds(1)));
  info.mutable_retry_delay()->set_seconds(nanos / 1'000'000'000);
  info.mutable_retry_delay()->set_nanos(static_cast<std::int32_t>(nanos % 1'000'000'000));
  absl::Status status = absl::ResourceExhaustedError(message);
  status.SetPayload(kRetryInfoUrl, absl::Cord(info.SerializeAsString()));
  return status;
}

Call::Call(CallGate& gate, grpc::ServerContextBase& context,
           const google::protobuf::Message& request, bool streams)
    : gate_(gate),
      context_(context),
      request_(request),
      streams_(streams),
      request_id_(RequestIdOr(SentRequestId(context))) {
  context.AddTrailingMetadata(kRequestIdKey, request_id_);
  if (const AccessRules::Rule* rule = gate.access().rules().Find(request)) {
    method_ = rule->access->method;
    weight_ = ClassOf(method_);
  }
  auto caller = gate.access().Admit(context, request);
  if (caller.ok()) {
    caller_ = *std::move(caller);
    Admit(gate.limits());
  } else {
    status_ = caller.status();
    ChargeStranger(gate.limits());
  }
  trace_.Enter(Stage::kWork);
}

void Call::Admit(const CallLimits& limits) {
  CallCounts& counts = gate_.counts();
  // Reads of single records end at once, and are what a server in need is asked by.
  const bool counted = streams_ || weight_ != CallClass::kSingleRead;
  if (counted && !streams_) {
    in_calls_ = true;
    if (++counts.calls > limits.max_calls) {
      counts.Count(Shed::kCalls);
      status_ = TooMuch("the server has too many calls under way", kMoment);
      return Release();
    }
  }
  const auto kind = streams_ ? CallerShares::Kind::kStream : CallerShares::Kind::kCall;
  const bool is_known = gate_.access().AsksForCredentials();
  const auto taken = gate_.shares().Take(is_known ? caller_.name : AddressOf(PeerOf(context_)),
                                         CostOf(weight_), kind, counted, limits, SteadyTime());
  if (taken.verdict == CallerShares::Verdict::kAdmitted) {
    share_ = taken.key;
    counted_ = counted;
    return;
  }
  const bool too_fast = taken.verdict == CallerShares::Verdict::kTooFast;
  counts.Count(too_fast ? Shed::kRate : streams_ ? Shed::kStreamsOfCaller : Shed::kCallsOfCaller);
  status_ = too_fast ? TooMuch(kTooFast, taken.wait)
                     : TooMuch(streams_ ? "this caller has too many streams open"
                                        : "this caller has too many calls under way",
                               kMoment);
  Release();
}

void Call::ChargeStranger(const CallLimits& limits) {
  const auto taken =
      gate_.shares().Take(AddressOf(PeerOf(context_)), CostOf(CallClass::kSingleRead),
                          CallerShares::Kind::kCall, /*counted=*/false, limits, SteadyTime());
  if (taken.verdict == CallerShares::Verdict::kAdmitted) return;
  gate_.counts().Count(Shed::kRate);
  status_ = TooMuch("too many calls from this address are refused", taken.wait);
}

absl::Status Call::Charge(double units) {
  const auto taken = gate_.shares().Take(share_, units, CallerShares::Kind::kStream,
                                         /*counted=*/false, gate_.limits(), SteadyTime());
  if (taken.verdict == CallerShares::Verdict::kAdmitted) return absl::OkStatus();
  gate_.counts().Count(Shed::kRate);
  return TooMuch(kTooFast, taken.wait);
}

void Call::Release() {
  if (std::exchange(in_calls_, false)) --gate_.counts().calls;
  if (!std::exchange(counted_, false)) return;
  gate_.shares().Release(share_,
                         streams_ ? CallerShares::Kind::kStream : CallerShares::Kind::kCall);
}

grpc::Status Call::End(const absl::Status& status) {
  Release();
  trace_.Enter(Stage::kWork);
  CallCounts& counts = gate_.counts();
  for (std::size_t i = 0; i < kStages; ++i) {
    const absl::Duration spent = trace_.spent(static_cast<Stage>(i));
    if (spent > absl::ZeroDuration()) counts.stage_nanos[i] += absl::ToInt64Nanoseconds(spent);
  }
  const CallLimits limits = gate_.limits();
  if (limits.slow_call > absl::ZeroDuration() && trace_.longest() > limits.slow_call) {
    const std::string alliance = Alliance();
    const std::string code = absl::StatusCodeToString(status.code());
    gate_.slow_calls().Add({method_, code, caller_.name, alliance, request_id_}, trace_,
                           limits.max_slow_calls_a_minute, SteadyTime());
  }
  return ToGrpcStatus(status);
}

std::string Call::Alliance() const {
  const AccessRules::Rule* rule = gate_.access().rules().Find(request_);
  if (rule == nullptr || rule->names.empty()) return "";
  const std::string name = TextAt(request_, rule->names.front());
  absl::string_view id = name;
  if (!absl::ConsumePrefix(&id, "alliances/")) return "";
  return std::string(id.substr(0, id.find('/')));
}

}  // namespace counterpoint::service
