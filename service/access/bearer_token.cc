#include "service/access/bearer_token.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {
namespace {

constexpr absl::string_view kPrefix = "cpt";
constexpr int kSecretBytes = 32;
constexpr std::size_t kSecretLetters = 43;
constexpr int kSaltBytes = 16;

std::string RandomBytes(int count) {
  std::string bytes(static_cast<std::size_t>(count), '\0');
  // It fails only where the machine has no source of randomness at all.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), count) != 1) std::abort();
  return bytes;
}

std::string Sha256(absl::string_view salt, absl::string_view secret) {
  const std::string input = absl::StrCat(salt, secret);
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(input.data()), input.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

}  // namespace

std::string RandomHex(int count) { return absl::BytesToHexString(RandomBytes(count)); }

BearerToken NewBearerToken(absl::string_view id) {
  return {std::string(id), absl::WebSafeBase64Escape(RandomBytes(kSecretBytes))};
}

std::string FormatBearerToken(const BearerToken& token) {
  return absl::StrCat(kPrefix, ".", token.id, ".", token.secret);
}

std::optional<BearerToken> ParseBearerToken(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  if (parts.size() != 3 || parts[0] != kPrefix || !conversion::IsResourceId(parts[1]) ||
      parts[2].size() != kSecretLetters) {
    return std::nullopt;
  }
  return BearerToken{std::string(parts[1]), std::string(parts[2])};
}

stored::SecretHash HashOf(absl::string_view secret) {
  stored::SecretHash hash;
  const std::string salt = RandomBytes(kSaltBytes);
  hash.set_salt(absl::BytesToHexString(salt));
  hash.set_sha256(absl::BytesToHexString(Sha256(salt, secret)));
  return hash;
}

bool Matches(const stored::SecretHash& hash, absl::string_view secret) {
  const std::string found = Sha256(absl::HexStringToBytes(hash.salt()), secret);
  const std::string kept = absl::HexStringToBytes(hash.sha256());
  return kept.size() == found.size() && CRYPTO_memcmp(kept.data(), found.data(), found.size()) == 0;
}

}  // namespace counterpoint::service
