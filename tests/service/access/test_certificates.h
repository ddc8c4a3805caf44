// Certificates for tests, made anew each time.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace counterpoint::service {

struct PemPair {
  std::string certificate;
  std::string key;
};

// Signs certificates. Its own is signed by itself.
class CertificateAuthority {
 public:
  CertificateAuthority();

  std::string certificate() const;
  // For whom `names` says, as OpenSSL writes subject alternative names:
  // "IP:127.0.0.1", "DNS:portal.example.org,URI:spiffe://example.org/portal". `life` is
  // in seconds from now.
  PemPair Issue(const std::string& names, long life = 3600);

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
  };
  using Key = std::unique_ptr<EVP_PKEY, Free>;
  using Certificate = std::unique_ptr<X509, Free>;

  Certificate Make(const std::string& subject, EVP_PKEY* key, const char* extension,
                   const std::string& value, long life);

  Key key_;
  long serial_ = 0;
  Certificate certificate_;
};

}  // namespace counterpoint::service
