#include "service/access/tls_credentials.h"

#include <grpc/grpc_security_constants.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace counterpoint::service {
namespace {

struct Free {
  void operator()(FILE* file) const { std::fclose(file); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

// No prompt for the password of a protected key.
int NoPassword(char*, int, int, void*) { return -1; }

using File = std::unique_ptr<FILE, Free>;
using Certificate = std::unique_ptr<X509, Free>;

File Open(const std::string& path, std::vector<std::string>& faults) {
  File file(std::fopen(path.c_str(), "r"));
  if (file == nullptr) faults.push_back(absl::StrCat(path, ": cannot be read"));
  return file;
}

// The first certificate of the file.
Certificate ReadCertificate(const std::string& path, std::vector<std::string>& faults) {
  const File file = Open(path, faults);
  if (file == nullptr) return nullptr;
  Certificate certificate(PEM_read_X509(file.get(), nullptr, NoPassword, nullptr));
  if (certificate == nullptr) faults.push_back(absl::StrCat(path, ": is no certificate in PEM"));
  return certificate;
}

}  // namespace

absl::Status CheckTlsFiles(const TlsOptions& options) {
  if (!options.IsOn()) return absl::OkStatus();
  std::vector<std::string> faults;
  const Certificate certificate = ReadCertificate(options.certificate_file, faults);
  if (const File file = Open(options.key_file, faults)) {
    const std::unique_ptr<EVP_PKEY, Free> key(
        PEM_read_PrivateKey(file.get(), nullptr, NoPassword, nullptr));
    if (key == nullptr) {
      faults.push_back(absl::StrCat(options.key_file,
                                    ": is no private key in PEM, or has a "
                                    "password, which must be taken off"));
    } else if (certificate != nullptr &&
               X509_check_private_key(certificate.get(), key.get()) != 1) {
      faults.push_back(
          absl::StrCat(options.key_file, ": is not the key of ", options.certificate_file));
    }
  }
  if (!options.client_ca_file.empty()) ReadCertificate(options.client_ca_file, faults);
  ERR_clear_error();  // It is kept for the thread, and gRPC would find it.
  if (faults.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(faults, "; "));
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const TlsOptions& options, absl::Duration reload_interval) {
  if (!options.IsOn()) return grpc::InsecureServerCredentials();
  const absl::Status checked = CheckTlsFiles(options);
  if (!checked.ok()) return checked;
  const auto seconds = std::max<std::int64_t>(1, absl::ToInt64Seconds(reload_interval));
  const auto files = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      options.key_file, options.certificate_file, options.client_ca_file,
      static_cast<unsigned>(seconds));
  grpc::experimental::TlsServerCredentialsOptions tls(files);
  tls.watch_identity_key_cert_pairs();
  if (options.client_ca_file.empty()) {
    tls.set_cert_request_type(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  } else {
    tls.watch_root_certs();
    tls.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(tls);
}

}  // namespace counterpoint::service
