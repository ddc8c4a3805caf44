// How connections are protected.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/security/server_credentials.h"
#include "service/access/access_options.h"

namespace counterpoint::service {

// INVALID_ARGUMENT that names each file that cannot be used and why: it is not there,
// is no PEM, the key is not that of the certificate.
absl::Status CheckTlsFiles(const TlsOptions& options);

// Of the files, which are read anew where they change: connections that are open stay,
// later ones are made with what is new. Files that cannot be used leave what was
// before. Without a certificate plain text. Errors: those of CheckTlsFiles().
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const TlsOptions& options, absl::Duration reload_interval);

}  // namespace counterpoint::service
