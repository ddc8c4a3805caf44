#include "service/gateway/gateway.h"

#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/redirect_error.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/strand.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "service/access/listening.h"
#include "service/access/tls_credentials.h"
#include "service/gateway/connect_call.h"
#include "service/gateway/cross_origin.h"
#include "service/gateway/http_connection.h"
#include "service/gateway/open_connections.h"
#include "service/gateway/rpc_catalog.h"
#include "service/gateway/static_files.h"

namespace counterpoint::service {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

using gateway::Awaitable;
using gateway::HttpExchange;
using gateway::Response;
using gateway::ViewOf;
namespace http = gateway::http;

// What the console's pages may do: run its own scripts and call where they come from.
// Libraries of components set style attributes.
constexpr char kPagePolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' "
    "data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

constexpr std::chrono::milliseconds kAcceptPause(20);

// How long those that are cancelled are waited for.
constexpr absl::Duration kCancelled = absl::Seconds(10);

Response Text(http::status status, std::string text) {
  Response response(status, 11);
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  response.set(http::field::cache_control, "no-store");
  response.body() = std::move(text);
  return response;
}

// Connections with the certificates as they are now. Errors of the files were found
// when they were read.
std::shared_ptr<net::ssl::context> TlsContextOf(const TlsCertificates::Pem& pem) {
  auto context = std::make_shared<net::ssl::context>(net::ssl::context::tls_server);
  context->set_options(net::ssl::context::default_workarounds | net::ssl::context::no_tlsv1 |
                       net::ssl::context::no_tlsv1_1);
  context->use_certificate_chain(net::buffer(pem.certificate));
  context->use_private_key(net::buffer(pem.key), net::ssl::context::pem);
  if (!pem.client_ca.empty()) {
    context->add_certificate_authority(net::buffer(pem.client_ca));
    context->set_verify_mode(net::ssl::verify_peer | net::ssl::verify_fail_if_no_peer_cert);
  }
  return context;
}

class HttpGateway final : public Gateway {
 public:
  HttpGateway(const GatewayOptions& options, GatewayBackend backend,
              std::optional<gateway::StaticFiles> console)
      : options_(options),
        backend_(std::move(backend)),
        console_(std::move(console)),
        stub_(backend_.channel),
        catalog_(backend_.services),
        calls_(stub_, {options.max_body_bytes, options.default_timeout}),
        cross_origin_(options.allowed_origins),
        limits_{options.idle_timeout, options.stall_timeout},
        io_(options.threads),
        acceptor_(io_) {}

  ~HttpGateway() override {
    if (!drained_) Drain(absl::ZeroDuration());
  }

  absl::Status Start() {
    const std::size_t colon = options_.listen.rfind(':');
    std::string host = options_.listen.substr(0, colon);
    if (absl::StartsWith(host, "[") && absl::EndsWith(host, "]")) {
      host = host.substr(1, host.size() - 2);
    }
    error_code error;
    tcp::resolver resolver(io_);
    const std::string port = colon == std::string::npos ? "" : options_.listen.substr(colon + 1);
    const auto found = resolver.resolve(host, port, error);
    if (!error) acceptor_.open(found.begin()->endpoint().protocol(), error);
    if (!error) acceptor_.set_option(net::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(found.begin()->endpoint(), error);
    if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
    if (error) {
      return absl::InvalidArgumentError(
          absl::StrCat("cannot serve HTTP on ", options_.listen, ": ", error.message(),
                       "; it must be an address of this machine and the port must be free"));
    }
    port_ = acceptor_.local_endpoint().port();
    net::co_spawn(io_, Accept(), net::detached);
    for (int i = 0; i < options_.threads; ++i) {
      threads_.emplace_back([this] { io_.run(); });
    }
    return absl::OkStatus();
  }

  int port() const override { return port_; }

  void Drain(absl::Duration limit) override {
    drained_ = true;
    net::post(io_, [this] {
      error_code ignored;
      acceptor_.close(ignored);
    });
    connections_.CloseIdle();
    if (!connections_.AwaitNone(limit)) {
      connections_.CloseAll();
      connections_.AwaitNone(kCancelled);
    }
    // They end by themselves once nothing is left to do.
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  Awaitable<void> Accept() {
    while (acceptor_.is_open()) {
      error_code error;
      tcp::socket socket(net::make_strand(io_));
      co_await acceptor_.async_accept(socket, net::redirect_error(net::use_awaitable, error));
      if (error == net::error::operation_aborted || error == net::error::bad_descriptor) co_return;
      // Out of descriptors, or the client was gone already. Without a pause it would be
      // tried again at once, for as long as that lasts.
      if (error) {
        net::steady_timer pause(io_, kAcceptPause);
        co_await pause.async_wait(net::redirect_error(net::use_awaitable, error));
        continue;
      }
      // Too many are refused.
      if (connections_.count() >= static_cast<std::size_t>(options_.max_connections)) {
        continue;
      }
      const auto executor = socket.get_executor();
      net::co_spawn(executor,
                    gateway::ServeConnection(std::move(socket), TlsContext(), limits_, connections_,
                                             handler_),
                    net::detached);
    }
  }

  std::shared_ptr<net::ssl::context> TlsContext() {
    const auto certificates = backend_.access.certificates();
    if (certificates == nullptr) return nullptr;
    std::int64_t version = 0;
    const TlsCertificates::Pem pem = certificates->Current(&version);
    const absl::MutexLock lock(&tls_mutex_);
    if (tls_ == nullptr || version != tls_version_) {
      tls_ = TlsContextOf(pem);
      tls_version_ = version;
    }
    return tls_;
  }

  // Where nobody is asked who calls, a page whose host was made to lead here must not
  // call as if it came from here.
  bool IsForeignHost(const HttpExchange& exchange) const {
    if (backend_.access.AsksForCredentials()) return false;
    const std::string host(ViewOf(exchange.head()[http::field::host]));
    return !IsLoopback(absl::EndsWith(host, "]") || !absl::StrContains(host, ':')
                           ? absl::StrCat(host, ":0")
                           : host);
  }

  Awaitable<void> Handle(HttpExchange& exchange) {
    const gateway::RequestHead& head = exchange.head();
    const absl::string_view target = ViewOf(head.target());
    const absl::string_view path = target.substr(0, target.find('?'));
    exchange.common_headers().set("X-Content-Type-Options", "nosniff");
    if (IsForeignHost(exchange)) {
      co_return co_await exchange.Answer(
          Text(http::status::forbidden,
               "without tokens this service answers under the names of its own machine only\n"));
    }
    const google::protobuf::MethodDescriptor* method = catalog_.Find(path);
    if (method != nullptr) co_return co_await HandleCall(exchange, *method);
    if (path == "/healthz") {
      const bool ready = backend_.is_ready();
      Response response = Text(http::status::ok, "ok\n");
      if (!ready) {
        response = Text(http::status::service_unavailable, "the indexes are being built\n");
      }
      co_return co_await exchange.Answer(std::move(response));
    }
    if (head.method() != http::verb::get && head.method() != http::verb::head) {
      co_return co_await exchange.Answer(
          Text(http::status::not_found, absl::StrCat("there is no method ", path, "\n")));
    }
    if (path == "/metrics") co_return co_await exchange.Answer(Metrics(head));
    if (!console_) {
      co_return co_await exchange.Answer(
          Text(http::status::not_found,
               "this service was started without the files of the console; methods are called "
               "by POST /package.Service/Method\n"));
    }
    exchange.common_headers().set("Content-Security-Policy", kPagePolicy);
    exchange.common_headers().set("Referrer-Policy", "no-referrer");
    exchange.common_headers().set("Cross-Origin-Opener-Policy", "same-origin");
    co_await exchange.Answer(console_->Answer(head));
  }

  Awaitable<void> HandleCall(HttpExchange& exchange,
                             const google::protobuf::MethodDescriptor& method) {
    const gateway::RequestHead& head = exchange.head();
    if (head.method() == http::verb::options) {
      co_return co_await exchange.Answer(cross_origin_.AnswerPreflight(head));
    }
    gateway::ResponseHead allowed;
    cross_origin_.Allow(head, allowed);
    for (const auto& field : allowed) {
      exchange.common_headers().insert(field.name_string(), field.value());
    }
    if (head.method() != http::verb::post) {
      Response response = Text(http::status::method_not_allowed, "methods are called by POST\n");
      response.set(http::field::allow, "POST");
      co_return co_await exchange.Answer(std::move(response));
    }
    co_await calls_.Answer(exchange, method);
  }

  Response Metrics(const gateway::RequestHead& head) const {
    Credentials credentials;
    const auto [begin, end] = head.equal_range(http::field::authorization);
    for (auto field = begin; field != end; ++field) {
      credentials.authorizations.emplace_back(ViewOf(field->value()));
    }
    const absl::StatusOr<Caller> caller = backend_.access.Identify(credentials);
    if (!caller.ok()) {
      Response response =
          Text(http::status::unauthorized, absl::StrCat(caller.status().message(), "\n"));
      response.set(http::field::www_authenticate, "Bearer");
      return response;
    }
    if (!caller->ReachesAll()) {
      return Text(http::status::forbidden, "metrics are of all alliances together\n");
    }
    Response response = Text(http::status::ok, backend_.metrics());
    response.set(http::field::content_type, "text/plain; version=0.0.4; charset=utf-8");
    return response;
  }

  const GatewayOptions options_;
  const GatewayBackend backend_;
  const std::optional<gateway::StaticFiles> console_;
  gateway::BytesStub stub_;
  const gateway::RpcCatalog catalog_;
  gateway::ConnectCalls calls_;
  const gateway::CrossOrigin cross_origin_;
  const gateway::ConnectionLimits limits_;
  const gateway::HttpHandler handler_ = [this](HttpExchange& exchange) { return Handle(exchange); };
  gateway::OpenConnections connections_;
  absl::Mutex tls_mutex_;
  std::shared_ptr<net::ssl::context> tls_ ABSL_GUARDED_BY(tls_mutex_);
  std::int64_t tls_version_ ABSL_GUARDED_BY(tls_mutex_) = 0;
  net::io_context io_;
  tcp::acceptor acceptor_;
  int port_ = 0;
  bool drained_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Listen(const GatewayOptions& options,
                                                         GatewayBackend backend) {
  std::optional<gateway::StaticFiles> console;
  if (!options.console_directory.empty()) {
    auto files = gateway::StaticFiles::Read(options.console_directory);
    if (!files.ok()) return files.status();
    console = *std::move(files);
  }
  auto listening = std::make_unique<HttpGateway>(options, std::move(backend), std::move(console));
  const absl::Status started = listening->Start();
  if (!started.ok()) return started;
  return listening;
}

}  // namespace counterpoint::service
