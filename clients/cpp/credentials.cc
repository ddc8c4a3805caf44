#include "clients/cpp/credentials.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace counterpoint::client {
namespace {

using grpc::experimental::ClientInterceptorFactoryInterface;
using grpc::experimental::ClientRpcInfo;
using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;

// Of one call.
class TokenSender final : public Interceptor {
 public:
  explicit TokenSender(const std::string& authorization) : authorization_(authorization) {}

  void Intercept(InterceptorBatchMethods* batch) override {
    if (batch->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_INITIAL_METADATA)) {
      batch->GetSendInitialMetadata()->emplace("authorization", authorization_);
    }
    batch->Proceed();
  }

 private:
  const std::string& authorization_;
};

class TokenSenders final : public ClientInterceptorFactoryInterface {
 public:
  explicit TokenSenders(const std::string& token)
      : authorization_(absl::StrCat("Bearer ", token)) {}

  Interceptor* CreateClientInterceptor(ClientRpcInfo*) override {
    return new TokenSender(authorization_);
  }

 private:
  const std::string authorization_;
};

absl::Status ReadPem(const std::string& path, std::string* text) {
  if (path.empty()) return absl::OkStatus();
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  *text = content.str();
  if (file && absl::StrContains(*text, "-----BEGIN ")) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(path, ": cannot be read, or is no PEM file"));
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> TlsCredentials(const TlsFiles& files) {
  if (files.certificate.empty() != files.key.empty()) {
    return absl::InvalidArgumentError("a client certificate and its key belong together");
  }
  grpc::SslCredentialsOptions options;
  for (const auto& [path, text] : {std::pair(&files.ca, &options.pem_root_certs),
                                   std::pair(&files.certificate, &options.pem_cert_chain),
                                   std::pair(&files.key, &options.pem_private_key)}) {
    const absl::Status read = ReadPem(*path, text);
    if (!read.ok()) return read;
  }
  return grpc::SslCredentials(options);
}

bool IsOnThisMachine(absl::string_view address) {
  const absl::string_view host = address.substr(0, address.rfind(':'));
  if (absl::StartsWith(address, "unix:") || host == "localhost" || host == "[::1]") return true;
  return absl::StartsWith(host, "127.") &&
         host.find_first_not_of("0123456789.") == absl::string_view::npos;
}

std::vector<std::unique_ptr<ClientInterceptorFactoryInterface>> SendsToken(
    const std::string& token) {
  std::vector<std::unique_ptr<ClientInterceptorFactoryInterface>> senders;
  senders.push_back(std::make_unique<TokenSenders>(token));
  return senders;
}

}  // namespace counterpoint::client
