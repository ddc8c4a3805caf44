// Connections of clients, as gRPC is told to keep them.
#pragma once

#include "grpcpp/server_builder.h"
#include "service/calls/connection_options.h"

namespace counterpoint::service {

void ConfigureConnections(const ConnectionOptions& options, grpc::ServerBuilder& builder);

}  // namespace counterpoint::service
