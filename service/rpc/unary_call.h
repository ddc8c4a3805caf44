// From a call of gRPC's callback API to a method and back, past the check of who calls
// and how much.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "service/audit/audited_call.h"
#include "service/calls/current_call.h"
#include "service/calls/out_of_memory.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Runs `method`, StatusOr<Response>(const Request&) or (const Request&, const
// Caller&). CANCELLED where nobody waits for the answer any more, RESOURCE_EXHAUSTED where
// there is no memory for it.
template <typename Request, typename Response, typename Method>
absl::StatusOr<Response> ResultOf(Call& call, const Request& request, const Method& method) {
  if (call.IsOver()) {
    call.gate().counts().Count(Shed::kExpired);
    return absl::CancelledError("the caller had gone before the call was begun");
  }
  try {
    const WorkOnCall work(&call);
    return WithinMemory([&]() -> absl::StatusOr<Response> {
      if constexpr (std::is_invocable_v<const Method&, const Request&, const Caller&>) {
        return method(request, call.caller());
      } else {
        return method(request);
      }
    });
  } catch (const CallIsOver&) {
    call.gate().counts().Count(Shed::kAbandoned);
    return absl::CancelledError("the caller has gone");
  }
}

// Runs `method` and ends the call with what it returns. Ends the process where there is
// not even the memory to say so, or to enter the call in the audit trail.
template <typename Request, typename Response, typename Method>
void Answer(Call& call, grpc::CallbackServerContext* context, const Request* request,
            Response* response, grpc::ServerUnaryReactor* reactor, const Method& method) noexcept {
  AuditedCall audited(call.gate().access().trail(), *context, *request, call.caller());
  absl::StatusOr<Response> result = ResultOf<Request, Response>(call, *request, method);
  audited.End(result.status());  // Before Finish(), after which the request is gone.
  if (result.ok()) *response = *std::move(result);
  reactor->Finish(call.End(result.status()));
}

// On gRPC's own thread: for what takes microseconds. Ends the call where the caller
// is not admitted.
template <typename Request, typename Response, typename Method>
grpc::ServerUnaryReactor* RunInline(CallGate& gate, grpc::CallbackServerContext* context,
                                    const Request* request, Response* response,
                                    const Method& method) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Call call(gate, *context, *request, /*streams=*/false);
  if (!call.status().ok()) {
    reactor->Finish(call.End(call.status()));
  } else {
    Answer(call, context, request, response, reactor, method);
  }
  return reactor;
}

// On a thread of the pool; RESOURCE_EXHAUSTED with a RetryInfo where its queue is full.
// Whoever is not admitted takes no place in the queue, and what matches or searches
// lets the rest go first.
template <typename Request, typename Response, typename Method>
grpc::ServerUnaryReactor* RunOn(CallGate& gate, WorkerPool& pool,
                                grpc::CallbackServerContext* context, const Request* request,
                                Response* response, Method method) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  // Jobs can be copied.
  const auto call = std::make_shared<Call>(gate, *context, *request, /*streams=*/false);
  if (!call->status().ok()) {
    reactor->Finish(call->End(call->status()));
    return reactor;
  }
  const bool is_heavy =
      call->weight() == CallClass::kMatching || call->weight() == CallClass::kSearch;
  call->trace().Enter(Stage::kQueue);
  const bool scheduled = pool.Schedule(
      [=, method = std::move(method)] {
        call->trace().Enter(Stage::kWork);
        Answer(*call, context, request, response, reactor, method);
      },
      is_heavy ? WorkerPool::Lane::kHeavy : WorkerPool::Lane::kLight);
  if (!scheduled) {
    gate.counts().Count(Shed::kQueue);
    reactor->Finish(call->End(TooMuch("too many calls are waiting", absl::Milliseconds(500))));
  }
  return reactor;
}

}  // namespace counterpoint::service
