// From a call of gRPC's callback API to a method and back, past the check of who calls.
#pragma once

#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "service/access/access.h"
#include "service/audit/audited_call.h"
#include "service/errors/resource_errors.h"
#include "service/rpc/grpc_status.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Runs `method`, StatusOr<Response>(const Request&) or (const Request&, const
// Caller&), and ends the call with what it returns.
template <typename Request, typename Response, typename Method>
void Answer(const Access& access, grpc::CallbackServerContext* context, const Request* request,
            Response* response, grpc::ServerUnaryReactor* reactor, const Caller& caller,
            const Method& method) {
  if (context->IsCancelled()) return reactor->Finish(grpc::Status::CANCELLED);
  AuditedCall audited(access.trail(), *context, *request, caller);
  absl::StatusOr<Response> result = [&] {
    if constexpr (std::is_invocable_v<const Method&, const Request&, const Caller&>) {
      return method(*request, caller);
    } else {
      return method(*request);
    }
  }();
  audited.End(result.status());  // Before Finish(), after which the request is gone.
  if (result.ok()) *response = *std::move(result);
  reactor->Finish(ToGrpcStatus(result.status()));
}

// On gRPC's own thread: for what takes microseconds. Ends the call where the caller
// is not admitted.
template <typename Request, typename Response, typename Method>
grpc::ServerUnaryReactor* RunInline(const Access& access, grpc::CallbackServerContext* context,
                                    const Request* request, Response* response,
                                    const Method& method) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const absl::StatusOr<Caller> caller = access.Admit(*context, *request);
  if (!caller.ok()) {
    reactor->Finish(ToGrpcStatus(caller.status()));
  } else {
    Answer(access, context, request, response, reactor, *caller, method);
  }
  return reactor;
}

// On a thread of the pool; UNAVAILABLE where its queue is full. Whoever is not
// admitted takes no place in the queue.
template <typename Request, typename Response, typename Method>
grpc::ServerUnaryReactor* RunOn(const Access& access, WorkerPool& pool,
                                grpc::CallbackServerContext* context, const Request* request,
                                Response* response, Method method) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<Caller> caller = access.Admit(*context, *request);
  if (!caller.ok()) {
    reactor->Finish(ToGrpcStatus(caller.status()));
    return reactor;
  }
  const bool scheduled =
      pool.Schedule([=, &access, caller = *std::move(caller), method = std::move(method)] {
        Answer(access, context, request, response, reactor, caller, method);
      });
  if (!scheduled) reactor->Finish(ToGrpcStatus(TryAgain("too many calls are waiting")));
  return reactor;
}

}  // namespace counterpoint::service
