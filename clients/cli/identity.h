// How this program and the service know each other: tokens and TLS.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "clients/cpp/credentials.h"
#include "grpcpp/security/credentials.h"

namespace CLI {
class App;
}

namespace counterpoint::cli {

struct IdentityFlags {
  std::string token_file;
  bool tls = false;
  client::TlsFiles tls_files;
};

// What the flags come to.
struct Identity {
  std::string token;                                      // Empty: none.
  std::shared_ptr<grpc::ChannelCredentials> credentials;  // Null: no TLS.
};

void AddIdentityFlags(CLI::App& app, IdentityFlags* flags);

// Reads the files. A token that no file is named for is taken from the variable
// COUNTERPOINT_TOKEN. Usage errors: a file cannot be read, or a token would be sent
// to another machine in plain text.
absl::Status IdentityOf(const IdentityFlags& flags, const std::string& server, Identity* identity);

}  // namespace counterpoint::cli
