// How the service knows its caller, and the caller the service.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/client_interceptor.h"

namespace counterpoint::client {

// Paths of PEM files.
struct TlsFiles {
  // Who signs the service's certificate; empty: whom the machine trusts.
  std::string ca;
  // Certificate of the client with its chain, and its key, where the service asks
  // for one. Both or neither.
  std::string certificate;
  std::string key;
};

// Credentials for ConnectionOptions. Errors: INVALID_ARGUMENT that names the file.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> TlsCredentials(const TlsFiles& files);

// Whether "HOST:PORT" is on this machine, so that nobody can listen in.
bool IsOnThisMachine(absl::string_view address);

// For the channel: sends the token with each call, as RFC 6750 writes it. Unlike
// gRPC's call credentials, also in plain text.
std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> SendsToken(
    const std::string& token);

}  // namespace counterpoint::client
