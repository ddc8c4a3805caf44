#include "service/access/forwarded_peer.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace counterpoint::service {
namespace {

constexpr char kKey[] = "counterpoint-forwarded-peer";
constexpr std::size_t kSecretBytes = 16;

// In hexadecimal digits, with a space behind them.
const std::string& Prefix() {
  static const auto* const kPrefix = [] {
    std::string secret(kSecretBytes, '\0');
    RAND_bytes(reinterpret_cast<unsigned char*>(secret.data()), kSecretBytes);
    return new std::string(absl::StrCat(absl::BytesToHexString(secret), " "));
  }();
  return *kPrefix;
}

}  // namespace

void ForwardPeer(const std::string& peer, grpc::ClientContext& context) {
  context.AddMetadata(kKey, absl::StrCat(Prefix(), peer));
}

std::string PeerOf(const grpc::ServerContextBase& context) {
  const std::string& prefix = Prefix();
  const auto found = context.client_metadata().find(kKey);
  if (found != context.client_metadata().end() && found->second.size() > prefix.size() &&
      CRYPTO_memcmp(found->second.data(), prefix.data(), prefix.size()) == 0) {
    return std::string(found->second.data() + prefix.size(), found->second.size() - prefix.size());
  }
  return context.peer();
}

}  // namespace counterpoint::service
