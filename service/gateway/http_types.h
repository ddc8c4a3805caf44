// What the gateway takes from Boost.Beast and Boost.Asio.
#pragma once

// Boost 1.74's awaitable.hpp uses std::exchange and does not include it.
#include <boost/asio/awaitable.hpp>
#include <utility>

#include "service/gateway/http_messages.h"

namespace counterpoint::service::gateway {

template <typename Value>
using Awaitable = boost::asio::awaitable<Value>;

}  // namespace counterpoint::service::gateway
