// One request and its answer on a connection.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "boost/asio/any_io_executor.hpp"
#include "service/gateway/http_types.h"

namespace counterpoint::service::gateway {

// For the one coroutine that answers. Exactly one answer is given: Answer(), or
// BeginStream(), any number of chunks, and EndStream(). Everything throws
// boost::system::system_error where the client is gone or too slow.
class HttpExchange {
 public:
  virtual ~HttpExchange() = default;

  virtual const RequestHead& head() const = 0;
  // "192.0.2.1:4711".
  virtual const std::string& peer() const = 0;
  virtual boost::asio::any_io_executor executor() = 0;

  // The next bytes of the body; nothing at its end.
  virtual Awaitable<std::string> ReadSome() = 0;
  // The rest of it. Errors: RESOURCE_EXHAUSTED where it is larger than `most_bytes`.
  virtual Awaitable<absl::StatusOr<std::string>> ReadAll(std::size_t most_bytes) = 0;

  // Headers that the answer will have too, whichever it is.
  virtual http::fields& common_headers() = 0;
  virtual Awaitable<void> Answer(Response response) = 0;
  virtual Awaitable<void> BeginStream(ResponseHead head) = 0;
  virtual Awaitable<void> WriteChunk(std::string bytes) = 0;
  virtual Awaitable<void> EndStream() = 0;

  // `gone` is called, once, where the client closes the connection from now on until
  // Unwatch(), which every Watch() needs. The body has to have been read.
  virtual void Watch(std::function<void()> gone) = 0;
  virtual void Unwatch() = 0;
};

}  // namespace counterpoint::service::gateway
