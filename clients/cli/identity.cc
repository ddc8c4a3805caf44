#include "clients/cli/identity.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "CLI/App.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/diagnostics.h"

namespace counterpoint::cli {
namespace {

absl::Status ReadToken(const std::string& path, std::string* token) {
  if (path.empty()) {
    const char* value = std::getenv("COUNTERPOINT_TOKEN");
    *token = value == nullptr ? "" : value;
    return absl::OkStatus();
  }
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  *token = std::string(absl::StripAsciiWhitespace(text.str()));
  if (file && !token->empty()) return absl::OkStatus();
  return UsageError(absl::StrCat("--token-file ", path, ": cannot be read, or is empty"));
}

bool UsesTls(const IdentityFlags& flags) {
  const client::TlsFiles& files = flags.tls_files;
  return flags.tls || !files.ca.empty() || !files.certificate.empty() || !files.key.empty();
}

}  // namespace

void AddIdentityFlags(CLI::App& app, IdentityFlags* flags) {
  app.add_option("--token-file", flags->token_file,
                 "File with the token that says who you are; else the variable COUNTERPOINT_TOKEN")
      ->envname("COUNTERPOINT_TOKEN_FILE")
      ->type_name("FILE");
  app.add_flag("--tls", flags->tls, "TLS, with a server whose certificate this machine trusts");
  app.add_option("--tls-ca", flags->tls_files.ca,
                 "TLS, with a server that this certificate vouches for")
      ->envname("COUNTERPOINT_TLS_CA")
      ->type_name("FILE");
  app.add_option("--tls-cert", flags->tls_files.certificate, "Certificate of this client")
      ->envname("COUNTERPOINT_TLS_CERT")
      ->type_name("FILE");
  app.add_option("--tls-key", flags->tls_files.key, "Its private key")
      ->envname("COUNTERPOINT_TLS_KEY")
      ->type_name("FILE");
}

absl::Status IdentityOf(const IdentityFlags& flags, const std::string& server, Identity* identity) {
  const absl::Status read = ReadToken(flags.token_file, &identity->token);
  if (!read.ok()) return read;
  if (UsesTls(flags)) {
    auto credentials = client::TlsCredentials(flags.tls_files);
    if (!credentials.ok()) return UsageError(std::string(credentials.status().message()));
    identity->credentials = *std::move(credentials);
  } else if (!identity->token.empty() && !client::IsOnThisMachine(server)) {
    return UsageError(absl::StrCat("the token would be sent to ", server,
                                   " in plain text; add --tls or --tls-ca FILE"));
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::cli
