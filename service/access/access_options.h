// How the server knows its callers.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace counterpoint::service {

// JSON Web Tokens of an identity provider.
struct WebTokenOptions {
  // Its public keys, a JSON Web Key Set; empty: such tokens are not taken, and
  // nothing else here counts.
  std::string key_set_file;
  // What `iss` has to be, and `aud` to be or to hold. Required.
  std::string issuer;
  std::string audience;
  // Claims with the name of a role, and with the id of an alliance, or "*" for all.
  std::string role_claim = "counterpoint_role";
  std::string alliance_claim = "counterpoint_alliance";
  // How far its clock may be from this one.
  absl::Duration leeway = absl::Seconds(30);
};

struct TlsOptions {
  // Certificate with its chain, and its key, both PEM; empty: plain text.
  std::string certificate_file;
  std::string key_file;
  // Certificates of who signs those of clients, PEM. Where it is set, every client
  // has to show one.
  std::string client_ca_file;

  bool IsOn() const { return !certificate_file.empty(); }
};

struct AccessOptions {
  // The file of grants that `counterpointd token` writes; empty: there are none.
  std::string tokens_file;
  WebTokenOptions web_tokens;
  TlsOptions tls;
  // Whether tokens may be asked for in plain text from other machines: for where a
  // proxy in front ends TLS.
  bool allow_plaintext = false;
  // How often files are looked at for changes. A revoked token counts no longer than
  // this.
  absl::Duration reload_interval = absl::Seconds(1);

  // Whether callers have to say who they are. Otherwise everybody who reaches the
  // port is an administrator of all alliances.
  bool AsksForCredentials() const {
    return !tokens_file.empty() || !web_tokens.key_set_file.empty();
  }
};

// INVALID_ARGUMENT that names every option that is missing or without use.
absl::Status CheckAccessOptions(const AccessOptions& options);

}  // namespace counterpoint::service
