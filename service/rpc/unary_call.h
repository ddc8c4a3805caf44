// From a call of gRPC's callback API to a method and back.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "service/errors/resource_errors.h"
#include "service/rpc/grpc_status.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Runs `method`, StatusOr<Response>(const Request&), and ends the call with what
// it returns.
template <typename Request, typename Response, typename Method>
void Answer(grpc::CallbackServerContext* context, const Request* request, Response* response,
            grpc::ServerUnaryReactor* reactor, const Method& method) {
  if (context->IsCancelled()) return reactor->Finish(grpc::Status::CANCELLED);
  absl::StatusOr<Response> result = method(*request);
  if (result.ok()) *response = *std::move(result);
  reactor->Finish(ToGrpcStatus(result.status()));
}

// On gRPC's own thread: for what takes microseconds.
template <typename Request, typename Response, typename Method>
grpc::ServerUnaryReactor* RunInline(grpc::CallbackServerContext* context, const Request* request,
                                    Response* response, const Method& method) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Answer(context, request, response, reactor, method);
  return reactor;
}

// On a thread of the pool; UNAVAILABLE where its queue is full.
template <typename Request, typename Response, typename Method>
grpc::ServerUnaryReactor* RunOn(WorkerPool& pool, grpc::CallbackServerContext* context,
                                const Request* request, Response* response, Method method) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool scheduled = pool.Schedule(
      [=, method = std::move(method)] { Answer(context, request, response, reactor, method); });
  if (!scheduled) reactor->Finish(ToGrpcStatus(TryAgain("too many calls are waiting")));
  return reactor;
}

}  // namespace counterpoint::service
