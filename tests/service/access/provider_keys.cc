#include "tests/service/access/provider_keys.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace counterpoint::service {
namespace {

using Json = nlohmann::json;

constexpr int kCoordinateBytes = 32;

std::string Padded(const BIGNUM* number, int bytes) {
  std::string text(static_cast<std::size_t>(bytes), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(text.data()), bytes);
  return text;
}

// r and s one after the other (RFC 7518, 3.4), from what OpenSSL gives.
std::string RawEcdsa(const std::string& der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size()));
  const std::string raw = Padded(ECDSA_SIG_get0_r(signature), kCoordinateBytes) +
                          Padded(ECDSA_SIG_get0_s(signature), kCoordinateBytes);
  ECDSA_SIG_free(signature);
  return raw;
}

}  // namespace

std::string SigningInput(const Json& header, const Json& claims) {
  return absl::StrCat(absl::WebSafeBase64Escape(header.dump()), ".",
                      absl::WebSafeBase64Escape(claims.dump()));
}

std::string SignByHmac(const Json& header, const Json& claims, const std::string& secret) {
  const std::string input = SigningInput(header, claims);
  std::string hash(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(input.data()), input.size(),
       reinterpret_cast<unsigned char*>(hash.data()), &size);
  hash.resize(size);
  return absl::StrCat(input, ".", absl::WebSafeBase64Escape(hash));
}

std::string KeySetOf(const std::vector<Json>& keys) { return Json{{"keys", keys}}.dump(); }

ProviderKey::ProviderKey(std::string algorithm, std::string id)
    : algorithm_(std::move(algorithm)),
      id_(std::move(id)),
      key_(algorithm_ == "RS256" ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256")) {}

std::string ProviderKey::Number(const char* name) const {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key_.get(), name, &number);
  const int bytes = algorithm_ == "ES256" ? kCoordinateBytes : BN_num_bytes(number);
  const std::string text = absl::WebSafeBase64Escape(Padded(number, bytes));
  BN_clear_free(number);
  return text;
}

Json ProviderKey::Jwk() const {
  Json key = {{"kid", id_}, {"use", "sig"}, {"alg", algorithm_}};
  if (algorithm_ == "RS256") {
    key.update({{"kty", "RSA"},
                {"n", Number(OSSL_PKEY_PARAM_RSA_N)},
                {"e", Number(OSSL_PKEY_PARAM_RSA_E)}});
  } else {
    key.update({{"kty", "EC"},
                {"crv", "P-256"},
                {"x", Number(OSSL_PKEY_PARAM_EC_PUB_X)},
                {"y", Number(OSSL_PKEY_PARAM_EC_PUB_Y)}});
  }
  return key;
}

Json ProviderKey::PrivateJwk() const {
  Json key = Jwk();
  key["d"] = Number(algorithm_ == "RS256" ? OSSL_PKEY_PARAM_RSA_D : OSSL_PKEY_PARAM_PRIV_KEY);
  return key;
}

std::string ProviderKey::PublicPem() const {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(memory, key_.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  return pem;
}

std::string ProviderKey::Sign(const Json& claims) const {
  return Sign({{"alg", algorithm_}, {"typ", "JWT"}, {"kid", id_}}, claims);
}

std::string ProviderKey::Sign(const Json& header, const Json& claims) const {
  const std::string input = SigningInput(header, claims);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::size_t size = 0;
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
  const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
  EVP_DigestSign(context, nullptr, &size, bytes, input.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                 input.size());
  signature.resize(size);
  EVP_MD_CTX_free(context);
  if (algorithm_ == "ES256") signature = RawEcdsa(signature);
  return absl::StrCat(input, ".", absl::WebSafeBase64Escape(signature));
}

}  // namespace counterpoint::service
