// A call of the Connect protocol, unary or streaming
// (https://connectrpc.com/docs/protocol).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "service/gateway/grpc_calls.h"
#include "service/gateway/http_exchange.h"
#include "service/gateway/message_codec.h"

namespace counterpoint::service::gateway {

// Thread-safe. Borrows the stub.
class ConnectCalls {
 public:
  struct Limits {
    std::size_t message_bytes;       // Of a request, also once it is unpacked.
    absl::Duration default_timeout;  // Of unary calls.
  };

  ConnectCalls(BytesStub& stub, const Limits& limits) : stub_(stub), limits_(limits) {}

  // Answers a POST. What kind of call it is the content type says; one that does not
  // fit the method is answered with 415 and what would.
  Awaitable<void> Answer(HttpExchange& exchange, const google::protobuf::MethodDescriptor& method);

 private:
  Awaitable<void> AnswerUnary(HttpExchange& exchange,
                              const google::protobuf::MethodDescriptor& method, Codec codec);
  Awaitable<void> AnswerStream(HttpExchange& exchange,
                               const google::protobuf::MethodDescriptor& method, Codec codec);
  // Writes the requests of the body. Not OK where one is none.
  Awaitable<absl::Status> WriteRequests(HttpExchange& exchange, StreamingCall& call,
                                        const google::protobuf::MethodDescriptor& method,
                                        Codec codec);

  BytesStub& stub_;
  const Limits limits_;
};

}  // namespace counterpoint::service::gateway
