// The border at which absl::Status becomes what goes over the wire.
#pragma once

#include "absl/status/status.h"
#include "counterpoint/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace counterpoint::service {

// Code, message, and the payloads as details.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// The same, with the details as grpc-status-details-bin. Every UNAVAILABLE has
// a google.rpc.RetryInfo.
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace counterpoint::service
