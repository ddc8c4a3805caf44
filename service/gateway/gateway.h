// HTTP and JSON for those who speak no gRPC: every method by the Connect protocol, and
// the files of the console.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "service/access/access.h"
#include "service/gateway/gateway_options.h"

namespace counterpoint::service {

// What it stands in front of. Borrowed, but for the channel.
struct GatewayBackend {
  // To the server itself: a call by HTTP is a call like any other, with the same checks.
  std::shared_ptr<grpc::Channel> channel;
  // Full names of the services that can be called.
  std::vector<std::string> services;
  const Access& access;
  // Whether the server answers from its indexes.
  std::function<bool()> is_ready;
  // The metrics as Prometheus reads them.
  std::function<std::string()> metrics;
};

// Serves from Listen() to its end. Thread-safe. Paths:
//   POST /package.Service/Method   a call, unary or streaming, in JSON or binary
//   GET /healthz                   200 while matching answers, else 503
//   GET /metrics                   for callers who may see all alliances
//   GET anything else              the console, where there is one
class Gateway {
 public:
  // With TLS where the access has certificates, and a client's certificate where it
  // asks for those; who calls is told by a bearer token in any case. Errors:
  // INVALID_ARGUMENT where the address cannot be listened on, those of
  // CheckListening() and StaticFiles::Read().
  static absl::StatusOr<std::unique_ptr<Gateway>> Listen(const GatewayOptions& options,
                                                         GatewayBackend backend);
  virtual ~Gateway() = default;

  virtual int port() const = 0;

  // Takes no further requests, lets those that are under way go on for so long, and
  // cancels the others. To be called at most once.
  virtual void Drain(absl::Duration limit) = 0;
};

}  // namespace counterpoint::service
