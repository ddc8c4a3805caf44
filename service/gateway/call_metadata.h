// HTTP headers and gRPC's metadata, and what the Connect protocol says in headers.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "grpcpp/client_context.h"
#include "nlohmann/json_fwd.hpp"
#include "service/gateway/http_messages.h"

namespace counterpoint::service::gateway {

// Sets what a request's headers say of the call: its deadline (Connect-Timeout-Ms), who
// calls (Authorization), and what begins with "x-", of which those that end in "-bin"
// are bytes in Base64. Errors: INVALID_ARGUMENT that names the header, where it is none
// that gRPC takes, DEADLINE_EXCEEDED where there is no time at all.
absl::Status ReadCallHeaders(const RequestHead& head, grpc::ClientContext& context);
// Says to the service where the request comes from, "192.0.2.1:4711" or "[2001:db8::1]:4711".
void TellPeer(absl::string_view address, grpc::ClientContext& context);

// Adds the metadata that the call began its answer with as headers, and what it ended
// with with "Trailer-" in front.
void AddInitialMetadata(const grpc::ClientContext& context, ResponseHead& head);
void AddTrailingMetadata(const grpc::ClientContext& context, ResponseHead& head);
// What it ended with, as a stream's last message has it.
nlohmann::json TrailingMetadata(const grpc::ClientContext& context);

}  // namespace counterpoint::service::gateway
