// Heads and messages of HTTP as Boost.Beast has them.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "absl/strings/string_view.h"

namespace counterpoint::service::gateway {

namespace http = boost::beast::http;

using RequestHead = http::request_header<>;
using ResponseHead = http::response_header<>;
using Response = http::response<http::string_body>;

inline absl::string_view ViewOf(boost::beast::string_view text) {
  return {text.data(), text.size()};
}
inline boost::beast::string_view BeastViewOf(absl::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace counterpoint::service::gateway
