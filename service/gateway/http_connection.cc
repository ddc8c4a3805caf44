#include "service/gateway/http_connection.h"

#include <sys/socket.h>

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <cstdint>
#include <exception>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"

namespace counterpoint::service::gateway {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using net::use_awaitable;
using net::ip::tcp;

constexpr std::uint32_t kMostHeaderBytes = 32 << 10;
constexpr std::size_t kReadBytes = 16 << 10;
constexpr std::size_t kMostLingering = 256;  // Reads.

// Whether the other side has closed the connection: there is an end or an error to be
// read, and no byte.
bool IsClosed(int socket) {
  char byte;
  const ssize_t read = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return read == 0 || (read < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
}

// Stream is beast::tcp_stream, or TLS over it.
template <typename Stream>
class Exchange final : public HttpExchange {
 public:
  Exchange(Stream& stream, beast::flat_buffer& buffer, const ConnectionLimits& limits,
           const std::string& peer)
      : stream_(stream), buffer_(buffer), limits_(limits), peer_(peer) {
    parser_.header_limit(kMostHeaderBytes);
    // The handler decides how much of it is read. No limit at all, boost::none, is in
    // Boost 1.74 less than any length.
    parser_.body_limit(std::numeric_limits<std::uint64_t>::max());
  }

  // False where the client ends instead of asking for something.
  Awaitable<bool> ReadHead() {
    Expire(limits_.idle);
    error_code error;
    co_await http::async_read_header(stream_, buffer_, parser_,
                                     net::redirect_error(use_awaitable, error));
    if (error == http::error::end_of_stream || error == net::error::eof) co_return false;
    if (error) throw boost::system::system_error(error);
    co_return true;
  }

  // Whether a next request can follow.
  bool GoesOn() const { return answered_ && parser_.is_done() && keep_alive_; }

  // Of what is left of a body reads away so much that the answer reaches a client that
  // is still sending: whoever closes before that resets the connection.
  Awaitable<void> Linger() {
    for (std::size_t read = 0; !parser_.is_done() && read < kMostLingering; ++read) {
      co_await ReadSome();
    }
  }

  const RequestHead& head() const override { return parser_.get(); }
  const std::string& peer() const override { return peer_; }
  net::any_io_executor executor() override { return stream_.get_executor(); }

  Awaitable<std::string> ReadSome() override {
    std::array<char, kReadBytes> bytes;
    while (!parser_.is_done()) {
      co_await Continue();
      parser_.get().body().data = bytes.data();
      parser_.get().body().size = bytes.size();
      Expire(limits_.stall);
      error_code error;
      co_await http::async_read_some(stream_, buffer_, parser_,
                                     net::redirect_error(use_awaitable, error));
      if (error && error != http::error::need_buffer) throw boost::system::system_error(error);
      const std::size_t read = bytes.size() - parser_.get().body().size;
      if (read > 0) co_return std::string(bytes.data(), read);
    }
    co_return std::string();
  }

  Awaitable<absl::StatusOr<std::string>> ReadAll(std::size_t most_bytes) override {
    std::string body;
    for (;;) {
      const std::string more = co_await ReadSome();
      if (more.empty()) co_return body;
      if (body.size() + more.size() > most_bytes) {
        co_return absl::ResourceExhaustedError(absl::StrCat("the body has more than ", most_bytes,
                                                            " bytes, which are the most taken"));
      }
      body += more;
    }
  }

  http::fields& common_headers() override { return common_; }

  Awaitable<void> Answer(Response response) override {
    Finish(response);
    // Content-Length is that of what a GET would answer with.
    const bool head_only = parser_.get().method() == http::verb::head;
    response.prepare_payload();
    Expire(limits_.stall);
    if (head_only) {
      http::response<http::empty_body> only{std::move(response.base())};
      http::response_serializer<http::empty_body> serializer(only);
      co_await http::async_write_header(stream_, serializer, use_awaitable);
    } else {
      co_await http::async_write(stream_, response, use_awaitable);
    }
    answered_ = true;
  }

  Awaitable<void> BeginStream(ResponseHead head) override {
    http::response<http::empty_body> response{std::move(head)};
    Finish(response);
    response.chunked(true);
    http::response_serializer<http::empty_body> serializer(response);
    Expire(limits_.stall);
    co_await http::async_write_header(stream_, serializer, use_awaitable);
  }

  Awaitable<void> WriteChunk(std::string bytes) override {
    Expire(limits_.stall);
    co_await net::async_write(stream_, http::make_chunk(net::buffer(bytes)), use_awaitable);
  }

  Awaitable<void> EndStream() override {
    Expire(limits_.stall);
    co_await net::async_write(stream_, http::make_chunk_last(), use_awaitable);
    answered_ = true;
  }

  void Watch(std::function<void()> gone) override {
    tcp::socket& socket = beast::get_lowest_layer(stream_).socket();
    watch_ = std::make_shared<bool>(true);
    socket.async_wait(tcp::socket::wait_read, [watch = watch_, gone = std::move(gone),
                                               at = socket.native_handle()](error_code error) {
      // Bytes are those of a next request, or of TLS: then nobody can tell.
      if (*watch && !error && IsClosed(at)) gone();
    });
  }

  void Unwatch() override {
    *watch_ = false;
    error_code ignored;
    beast::get_lowest_layer(stream_).socket().cancel(ignored);
  }

 private:
  void Expire(absl::Duration limit) {
    beast::get_lowest_layer(stream_).expires_after(absl::ToChronoMilliseconds(limit));
  }

  // Clients that ask first whether to send the body wait for this.
  Awaitable<void> Continue() {
    if (continued_) co_return;
    continued_ = true;
    if (!beast::iequals(parser_.get()[http::field::expect], "100-continue")) co_return;
    http::response<http::empty_body> go_on(http::status::continue_, parser_.get().version());
    co_await http::async_write(stream_, go_on, use_awaitable);
  }

  template <typename Message>
  void Finish(Message& response) {
    for (const auto& field : common_) response.insert(field.name_string(), field.value());
    // What is left of a body is not worth reading.
    keep_alive_ = parser_.get().keep_alive() && parser_.is_done() &&
                  !beast::iequals(response[http::field::connection], "close");
    response.version(parser_.get().version());
    response.keep_alive(keep_alive_);
  }

  Stream& stream_;
  beast::flat_buffer& buffer_;
  const ConnectionLimits& limits_;
  const std::string& peer_;
  http::request_parser<http::buffer_body> parser_;
  http::fields common_;
  bool continued_ = false;
  bool answered_ = false;
  bool keep_alive_ = false;
  std::shared_ptr<bool> watch_;
};

template <typename Stream>
Awaitable<void> ServeRequests(Stream& stream, const ConnectionLimits& limits,
                              OpenConnections& connections, const HttpHandler& handler) {
  OpenConnections::Connection open(connections,
                                   beast::get_lowest_layer(stream).socket().native_handle());
  const tcp::endpoint end = beast::get_lowest_layer(stream).socket().remote_endpoint();
  const std::string address = end.address().to_string();
  const std::string peer = end.address().is_v6() ? absl::StrCat("[", address, "]:", end.port())
                                                 : absl::StrCat(address, ":", end.port());
  beast::flat_buffer buffer;
  for (;;) {
    Exchange<Stream> exchange(stream, buffer, limits, peer);
    if (!co_await exchange.ReadHead()) co_return;
    open.SetBusy(true);
    co_await handler(exchange);
    if (exchange.GoesOn()) {
      if (!open.SetBusy(false)) co_return;
      continue;
    }
    co_await exchange.Linger();
    co_return;
  }
}

}  // namespace

Awaitable<void> ServeConnection(tcp::socket socket, std::shared_ptr<net::ssl::context> tls,
                                const ConnectionLimits& limits, OpenConnections& connections,
                                const HttpHandler& handler) {
  try {
    socket.set_option(tcp::no_delay(true));
    if (tls == nullptr) {
      beast::tcp_stream stream(std::move(socket));
      co_await ServeRequests(stream, limits, connections, handler);
      error_code ignored;
      stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
      co_return;
    }
    beast::ssl_stream<beast::tcp_stream> stream(beast::tcp_stream(std::move(socket)), *tls);
    beast::get_lowest_layer(stream).expires_after(absl::ToChronoMilliseconds(limits.stall));
    co_await stream.async_handshake(net::ssl::stream_base::server, use_awaitable);
    co_await ServeRequests(stream, limits, connections, handler);
    beast::get_lowest_layer(stream).expires_after(absl::ToChronoMilliseconds(limits.stall));
    co_await stream.async_shutdown(use_awaitable);
  } catch (const std::exception&) {
    // The client is gone, too slow, or speaks no HTTP: there is nobody to tell. Whatever
    // else it is ends this connection, and not the thread that serves others too.
  }
}

}  // namespace counterpoint::service::gateway
