// The server that is soaked: a counterpointd of its own, which asks who calls.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "clients/cpp/client.h"
#include "grpcpp/channel.h"
#include "tests/clients/server_process.h"

namespace counterpoint::soak {

class SoakServer {
 public:
  // How long calls may go on once it is told to end.
  static constexpr absl::Duration kDrain = absl::Seconds(3);
  // How long a message may wait for a client that does not read.
  static constexpr absl::Duration kStalled = absl::Seconds(2);

  SoakServer();
  // Removes everything.
  ~SoakServer();

  // Starts it, for all that follows.
  absl::Status Start();
  // Starts it again after it was stopped.
  absl::Status Restart();

  cli::ServerProcess& process() { return process_; }
  int port() const;
  int http_port() const { return http_port_; }
  // Of an administrator of all alliances.
  const std::string& token() const { return token_; }

  // A connection of its own, with the token or without.
  std::shared_ptr<grpc::Channel> Connect(bool with_token = true) const;
  // That waits and tries again where the server asks for it.
  client::Client PatientClient() const;

 private:
  client::ConnectionOptions Connection() const;

  std::string folder_;
  std::string token_;
  int http_port_ = 0;
  cli::ServerProcess process_;
};

}  // namespace counterpoint::soak
