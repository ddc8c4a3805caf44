// Keys of an identity provider, and tokens signed by them: with OpenSSL, while what is
// tested checks them by another library.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace counterpoint::service {

class ProviderKey {
 public:
  // "RS256" with 2048 bits or "ES256".
  ProviderKey(std::string algorithm, std::string id);

  const std::string& id() const { return id_; }
  // As it stands in a key set: public, or with its private part too.
  nlohmann::json Jwk() const;
  nlohmann::json PrivateJwk() const;
  std::string PublicPem() const;

  // A compact signature with the usual header, or another one.
  std::string Sign(const nlohmann::json& claims) const;
  std::string Sign(const nlohmann::json& header, const nlohmann::json& claims) const;

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  std::string Number(const char* name) const;

  const std::string algorithm_;
  const std::string id_;
  std::unique_ptr<EVP_PKEY, Free> key_;
};

// Header and claims as the first two parts of a token.
std::string SigningInput(const nlohmann::json& header, const nlohmann::json& claims);
// By HMAC with SHA-256 and this secret.
std::string SignByHmac(const nlohmann::json& header, const nlohmann::json& claims,
                       const std::string& secret);
std::string KeySetOf(const std::vector<nlohmann::json>& keys);

}  // namespace counterpoint::service
