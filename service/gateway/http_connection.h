// HTTP/1.1 over one connection, by Boost.Beast.
#pragma once

#include <functional>
#include <memory>

#include "absl/time/time.h"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/ssl/context.hpp"
#include "service/gateway/http_exchange.h"
#include "service/gateway/open_connections.h"

namespace counterpoint::service::gateway {

struct ConnectionLimits {
  absl::Duration idle;   // Between requests.
  absl::Duration stall;  // For a header, the next bytes of a body, or a write.
};

// Answers one request.
using HttpHandler = std::function<Awaitable<void>(HttpExchange&)>;

// Serves requests one after the other until either side ends, or the connections are
// being closed. Without `tls` in plain text. Never throws.
Awaitable<void> ServeConnection(boost::asio::ip::tcp::socket socket,
                                std::shared_ptr<boost::asio::ssl::context> tls,
                                const ConnectionLimits& limits, OpenConnections& connections,
                                const HttpHandler& handler);

}  // namespace counterpoint::service::gateway
