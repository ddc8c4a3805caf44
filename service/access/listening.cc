#include "service/access/listening.h"

#include <arpa/inet.h>

#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace counterpoint::service {

bool IsLoopback(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  std::string host = listen.substr(0, colon);
  if (absl::StartsWith(listen, "unix:") || host == "localhost") return true;
  if (absl::StartsWith(host, "[") && absl::EndsWith(host, "]")) {
    host = host.substr(1, host.size() - 2);
  }
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
  in6_addr six{};
  return inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six) != 0;
}

absl::Status CheckListening(const std::string& listen, const AccessOptions& options,
                            absl::string_view setting) {
  if (IsLoopback(listen)) return absl::OkStatus();
  if (!options.AsksForCredentials()) {
    return absl::InvalidArgumentError(absl::StrCat(
        setting, " ", listen,
        " is open to other machines, and nobody is asked who calls: make a "
        "token with 'counterpointd token create --tokens FILE --role administrator' and serve "
        "with --tokens FILE, or listen on 127.0.0.1"));
  }
  if (!options.tls.IsOn() && !options.allow_plaintext) {
    return absl::InvalidArgumentError(absl::StrCat(
        setting, " ", listen,
        " is open to other machines, and tokens would pass in plain text: "
        "add --tls-cert and --tls-key, or --allow-plaintext where a proxy in front ends TLS"));
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::service
