#include "tests/benchmarks/http_calls.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <thread>
#include <utility>
#include <vector>

namespace counterpoint::benchmarks {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Done = std::function<void(bool ok, const std::string& answer)>;

struct Connection {
  explicit Connection(asio::io_context& context) : socket(context) {}

  asio::ip::tcp::socket socket;
  boost::beast::flat_buffer buffer;
  http::request<http::string_body> request;
  http::response<http::string_body> response;
  Done done;
};

}  // namespace

class HttpCalls::Connections {
 public:
  Connections(int port, std::string path, std::string content_type)
      : server_(asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port)),
        path_(std::move(path)),
        content_type_(std::move(content_type)),
        thread_([this] { context_.run(); }) {}

  ~Connections() {
    stay_.reset();
    thread_.join();
  }

  void Post(std::string body, Done done) {
    asio::dispatch(context_, [this, body = std::move(body), done = std::move(done)]() mutable {
      Connection* connection = Idle();
      if (connection == nullptr) return done(false, "");
      connection->done = std::move(done);
      connection->request = {http::verb::post, path_, 11};
      connection->request.set(http::field::host, "127.0.0.1");
      connection->request.set(http::field::content_type, content_type_);
      connection->request.body() = std::move(body);
      connection->request.prepare_payload();
      connection->response = {};
      http::async_write(connection->socket, connection->request,
                        [this, connection](boost::system::error_code error, std::size_t) {
                          if (error) return End(connection, false);
                          Read(connection);
                        });
    });
  }

 private:
  // A new one where none is idle; null where the server takes none.
  Connection* Idle() {
    if (!idle_.empty()) {
      Connection* connection = idle_.back();
      idle_.pop_back();
      return connection;
    }
    auto connection = std::make_unique<Connection>(context_);
    boost::system::error_code error;
    connection->socket.connect(server_, error);
    if (error) return nullptr;
    connection->socket.set_option(asio::ip::tcp::no_delay(true), error);
    all_.push_back(std::move(connection));
    return all_.back().get();
  }

  void Read(Connection* connection) {
    http::async_read(connection->socket, connection->buffer, connection->response,
                     [this, connection](boost::system::error_code error, std::size_t) {
                       End(connection, !error && connection->response.result() == http::status::ok);
                     });
  }

  void End(Connection* connection, bool ok) {
    const Done done = std::move(connection->done);
    const std::string answer = std::move(connection->response.body());
    idle_.push_back(connection);
    done(ok, answer);
  }

  const asio::ip::tcp::endpoint server_;
  const std::string path_;
  const std::string content_type_;
  asio::io_context context_{1};
  asio::executor_work_guard<asio::io_context::executor_type> stay_{context_.get_executor()};
  std::vector<std::unique_ptr<Connection>> all_;  // These two on the thread alone.
  std::vector<Connection*> idle_;
  std::thread thread_;
};

HttpCalls::HttpCalls(int port, std::string path, std::string content_type)
    : connections_(std::make_unique<Connections>(port, std::move(path), std::move(content_type))) {}

HttpCalls::~HttpCalls() = default;

void HttpCalls::Post(std::string body, Done done) {
  connections_->Post(std::move(body), std::move(done));
}

}  // namespace counterpoint::benchmarks
