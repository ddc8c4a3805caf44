// Where a call comes from, also where the gateway in front passes it on.
#pragma once

#include <string>

#include "grpcpp/client_context.h"
#include "grpcpp/server_context.h"

namespace counterpoint::service {

// Says in the metadata of a call within this process for whom it is made; `peer` as
// gRPC writes addresses, "ipv4:192.0.2.1:4711". With it goes a random secret of this
// process, so that nobody else can say so.
void ForwardPeer(const std::string& peer, grpc::ClientContext& context);

// The forwarded one where the call has that and it counts, else the connection's.
std::string PeerOf(const grpc::ServerContextBase& context);

}  // namespace counterpoint::service
