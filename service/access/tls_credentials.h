// How connections are protected.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/security/server_credentials.h"
#include "service/access/access_options.h"

namespace counterpoint::service {

// Certificate, key and trusted certificates as they were last read and found to fit.
// Connections are made with these; those that are open stay as they are. Thread-safe.
//
// gRPC's own watcher of files (FileWatcherCertificateProvider, 1.51) takes over what it
// finds, and with a broken or half-written file refuses every connection from then on.
class TlsCertificates {
 public:
  explicit TlsCertificates(TlsOptions options) : options_(std::move(options)) {}

  // Reads the files, anew where they have been read. Errors, which leave what was
  // before: INVALID_ARGUMENT that names each file that cannot be used and why: it
  // cannot be read, is no PEM, the key is not that of the certificate.
  absl::Status Read() ABSL_LOCKS_EXCLUDED(mutex_);

  struct Pem {
    std::string certificate;
    std::string key;
    std::string client_ca;  // Empty: clients are not asked for certificates.
  };
  // What is to be used now; its number goes up with every change.
  Pem Current(std::int64_t* version) const ABSL_LOCKS_EXCLUDED(mutex_);

  bool AsksForCertificates() const { return !options_.client_ca_file.empty(); }

 private:
  const TlsOptions options_;
  mutable absl::Mutex mutex_;
  Pem pem_ ABSL_GUARDED_BY(mutex_);
  std::int64_t version_ ABSL_GUARDED_BY(mutex_) = 0;
};

// For a server's port: each new connection with the certificates of that moment.
// Shares them. Null: plain text. They have to outlive the server, which does not hold
// them itself.
std::shared_ptr<grpc::ServerCredentials> ServerCredentialsOf(
    std::shared_ptr<const TlsCertificates> certificates);

}  // namespace counterpoint::service
