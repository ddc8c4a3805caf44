// Where the service is, and how patiently it is called.
#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "clients/cpp/retry_policy.h"
#include "grpcpp/channel.h"
#include "grpcpp/security/credentials.h"

namespace counterpoint::client {

struct ConnectionOptions {
  std::string address = "127.0.0.1:7411";
  // Null for a connection in the clear, as on one machine or behind a proxy; see
  // TlsCredentials().
  std::shared_ptr<grpc::ChannelCredentials> credentials;
  // By which the service knows the caller; empty: none. In the clear it is sent to
  // this machine alone: elsewhere calls go without, and end UNAUTHENTICATED.
  std::string token;
  // For one call with all its repetitions. A stream has none, since it may last
  // for hours; see `stall_limit`.
  absl::Duration timeout = absl::Seconds(10);
  // In its place for calls that search for a while: what changes of a session are
  // worth, and repairs.
  absl::Duration search_timeout = absl::Minutes(5);
  // A stream is given up when a step of it takes longer. Three missed signs of
  // life of a watch.
  absl::Duration stall_limit = absl::Seconds(90);
  RetryPolicy retry;
  // The longest answer that is taken. A page of 1,000 long profiles is past
  // gRPC's own limit of 4 MiB.
  int max_message_bytes = 64 << 20;
};

// For calls that must not be repeated.
inline ConnectionOptions OneAttempt(ConnectionOptions options) {
  options.retry.max_attempts = 1;
  return options;
}

// Returns at once: the connection is made with the first call, and made again
// whenever it is lost.
std::shared_ptr<grpc::Channel> OpenChannel(const ConnectionOptions& options);

}  // namespace counterpoint::client
