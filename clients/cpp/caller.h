// One call with a deadline and repetitions.
#pragma once

#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "grpcpp/client_context.h"

namespace counterpoint::client {

// A random id of 128 bits in hexadecimal digits.
std::string NewRequestId();

// `request` with a request id. One that the caller chose is kept. With it the
// service does a mutation once however often it arrives.
template <typename Request>
Request WithRequestId(Request request) {
  if (request.request_id().empty()) request.set_request_id(NewRequestId());
  return request;
}

// Makes unary calls. Only for calls that are safe to repeat: reads, mutations
// with a request id, and those that find done what they did. Thread-safe.
class Caller {
 public:
  explicit Caller(const ConnectionOptions& options)
      : timeout_(options.timeout), retry_(options.retry) {}

  // Calls `method` until it succeeds, fails for good, or the timeout has run
  // out; the error is that of the last attempt.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) const {
    Response response;
    absl::Status status = Repeat([&](grpc::ClientContext* context) {
      response.Clear();
      return (stub.*method)(context, request, &response);
    });
    if (!status.ok()) return status;
    return response;
  }

 private:
  absl::Status Repeat(absl::FunctionRef<grpc::Status(grpc::ClientContext*)> attempt) const;

  const absl::Duration timeout_;
  const RetryPolicy retry_;
};

}  // namespace counterpoint::client
