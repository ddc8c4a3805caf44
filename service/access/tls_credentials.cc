#include "service/access/tls_credentials.h"

#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace counterpoint::service {
namespace {

struct Free {
  void operator()(BIO* memory) const { BIO_free(memory); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Memory = std::unique_ptr<BIO, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;

// No prompt for the password of a protected key.
int NoPassword(char*, int, int, void*) { return -1; }

Memory MemoryOf(const std::string& text) {
  return Memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// The first one.
Certificate CertificateOf(const std::string& pem) {
  return Certificate(PEM_read_bio_X509(MemoryOf(pem).get(), nullptr, NoPassword, nullptr));
}

Key KeyOf(const std::string& pem) {
  return Key(PEM_read_bio_PrivateKey(MemoryOf(pem).get(), nullptr, NoPassword, nullptr));
}

std::string ReadFile(const std::string& path, std::vector<std::string>& faults) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) faults.push_back(absl::StrCat(path, ": cannot be read"));
  return text.str();
}

std::vector<std::string> FaultsOf(const TlsCertificates::Pem& pem, const TlsOptions& options) {
  std::vector<std::string> faults;
  const Certificate certificate = CertificateOf(pem.certificate);
  const Key key = KeyOf(pem.key);
  if (certificate == nullptr) {
    faults.push_back(absl::StrCat(options.certificate_file, ": is no certificate in PEM"));
  }
  if (key == nullptr) {
    faults.push_back(
        absl::StrCat(options.key_file,
                     ": is no private key in PEM, or has a password, which has to be taken off"));
  }
  if (certificate != nullptr && key != nullptr &&
      X509_check_private_key(certificate.get(), key.get()) != 1) {
    faults.push_back(
        absl::StrCat(options.key_file, ": is not the key of ", options.certificate_file));
  }
  if (!options.client_ca_file.empty() && CertificateOf(pem.client_ca) == nullptr) {
    faults.push_back(absl::StrCat(options.client_ca_file, ": is no certificate in PEM"));
  }
  ERR_clear_error();  // It is kept for the thread, and gRPC would find it.
  return faults;
}

// gRPC's interface for certificates that change stands in its C library alone.
class ReloadedCredentials final : public grpc::ServerCredentials {
 public:
  explicit ReloadedCredentials(std::shared_ptr<const TlsCertificates> certificates)
      : certificates_(std::move(certificates)),
        credentials_(grpc_ssl_server_credentials_create_with_options(
            grpc_ssl_server_credentials_create_options_using_config_fetcher(
                certificates_->AsksForCertificates()
                    ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
                    : GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE,
                &ReloadedCredentials::Fetch, this))) {}
  ~ReloadedCredentials() override { grpc_server_credentials_release(credentials_); }

  // Callers are identified by service/access/access.h, where the method is known too.
  void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {}

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  // Asked before every handshake, by one thread at a time.
  static grpc_ssl_certificate_config_reload_status Fetch(
      void* self, grpc_ssl_server_certificate_config** config) {
    auto& credentials = *static_cast<ReloadedCredentials*>(self);
    std::int64_t version = 0;
    const TlsCertificates::Pem pem = credentials.certificates_->Current(&version);
    if (version == credentials.fetched_) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    const grpc_ssl_pem_key_cert_pair pair = {pem.key.c_str(), pem.certificate.c_str()};
    // gRPC 1.51 insists on certificates to check clients by, even where it asks
    // clients for none: then these are looked at by nobody.
    const std::string& client_ca = pem.client_ca.empty() ? pem.certificate : pem.client_ca;
    *config = grpc_ssl_server_certificate_config_create(client_ca.c_str(), &pair, 1);
    credentials.fetched_ = version;
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  const std::shared_ptr<const TlsCertificates> certificates_;
  std::int64_t fetched_ = 0;
  grpc_server_credentials* const credentials_;
};

}  // namespace

absl::Status TlsCertificates::Read() {
  std::vector<std::string> faults;
  Pem pem;
  pem.certificate = ReadFile(options_.certificate_file, faults);
  pem.key = ReadFile(options_.key_file, faults);
  if (AsksForCertificates()) pem.client_ca = ReadFile(options_.client_ca_file, faults);
  if (faults.empty()) faults = FaultsOf(pem, options_);
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "; "));
  absl::MutexLock lock(&mutex_);
  pem_ = std::move(pem);
  ++version_;
  return absl::OkStatus();
}

TlsCertificates::Pem TlsCertificates::Current(std::int64_t* version) const {
  absl::MutexLock lock(&mutex_);
  *version = version_;
  return pem_;
}

std::shared_ptr<grpc::ServerCredentials> ServerCredentialsOf(
    std::shared_ptr<const TlsCertificates> certificates) {
  if (certificates == nullptr) return grpc::InsecureServerCredentials();
  return std::make_shared<ReloadedCredentials>(std::move(certificates));
}

}  // namespace counterpoint::service
