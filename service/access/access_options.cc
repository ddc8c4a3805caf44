#include "service/access/access_options.h"

#include <vector>

#include "absl/strings/str_join.h"

namespace counterpoint::service {

absl::Status CheckAccessOptions(const AccessOptions& options) {
  std::vector<std::string> faults;
  const TlsOptions& tls = options.tls;
  if (tls.certificate_file.empty() != tls.key_file.empty()) {
    faults.push_back("--tls-cert and --tls-key belong together");
  }
  if (!tls.client_ca_file.empty() && !tls.IsOn()) {
    faults.push_back("--tls-client-ca takes --tls-cert and --tls-key");
  }
  if (!tls.client_ca_file.empty() && !options.AsksForCredentials()) {
    faults.push_back(
        "--tls-client-ca alone gives no role to whoever has a certificate: add --tokens, with "
        "grants made by 'counterpointd token create --certificate NAME'");
  }
  const WebTokenOptions& web = options.web_tokens;
  if (!web.key_set_file.empty() && (web.issuer.empty() || web.audience.empty())) {
    faults.push_back("--jwt-keys takes --jwt-issuer and --jwt-audience");
  }
  if (web.key_set_file.empty() && (!web.issuer.empty() || !web.audience.empty())) {
    faults.push_back("--jwt-issuer and --jwt-audience take --jwt-keys");
  }
  if (faults.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(faults, "; "));
}

}  // namespace counterpoint::service
