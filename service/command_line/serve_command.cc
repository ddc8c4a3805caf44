#include "service/command_line/serve_command.h"

#include <signal.h>

#include "grpc/support/log.h"
#include "service/command_line/duration_argument.h"
#include "service/command_line/failure.h"
#include "service/embedding/embedding_options.h"
#include "service/port_file.h"
#include "service/server.h"
#include "spdlog/spdlog.h"

namespace counterpoint::command_line {
namespace {

void LogFaults(service::Server& server) {
  for (const auto& fault : server.TakeFaults()) {
    spdlog::error("event=fault alliance={} member={} error=\"{}\"", fault.alliance, fault.member,
                  fault.status.ToString());
  }
}

// Waits for SIGTERM or SIGINT, which every thread has blocked.
void AwaitSignal(const sigset_t& signals, service::Server& server) {
  bool was_ready = false;
  for (;;) {
    const timespec second{1, 0};
    if (sigtimedwait(&signals, nullptr, &second) > 0) return;
    LogFaults(server);
    if (!was_ready && server.AwaitReady(absl::ZeroDuration())) {
      was_ready = true;
      spdlog::info("event=ready");
    }
  }
}

}  // namespace

ServeCommand::ServeCommand(CLI::App& app)
    : serve_(*app.add_subcommand("serve", "Serve until SIGTERM or SIGINT")) {
  serve_.add_option("--data", server_.store.path, "Directory of the data")->required();
  serve_.add_option("--listen", server_.listen, "Host and port; port 0 takes a free one")
      ->capture_default_str();
  serve_.add_option("--port-file", port_file_, "File to write the port to when serving");
  serve_.add_flag("--sync,!--no-sync", server_.store.sync_writes,
                  "Whether a write is on disk before it is acknowledged (the default)");
  serve_.add_option("--block-cache-mb", block_cache_mb_, "Memory for what is read from disk")
      ->capture_default_str();
  serve_
      .add_option("--free-space-mb", free_space_mb_,
                  "Free room of the disk below which writes are refused; reads go on, and writes "
                  "too once there is more")
      ->capture_default_str();
  serve_
      .add_option("--request-retention", request_retention_, "How long a request id is remembered")
      ->check(ValidateDuration)
      ->capture_default_str();
  serve_.add_option("--change-retention", change_retention_, "How far the change log reaches back")
      ->check(ValidateDuration)
      ->capture_default_str();
  serve_
      .add_option("--audit-retention", audit_retention_,
                  "How long entries of the audit trail are kept")
      ->check(ValidateDuration)
      ->capture_default_str();
  serve_.add_option("--drain", drain_, "How long calls may go on after a signal")
      ->check(ValidateDuration)
      ->capture_default_str();
  AddAccess();
  AddEmbedding();
  serve_.add_option("--metrics-listen", server_.metrics_listen,
                    "IP address and port to serve Prometheus metrics on at /metrics, such as "
                    "127.0.0.1:9464");
  serve_.add_option("--log-level", log_level_, "What to log")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}))
      ->capture_default_str();
}

void ServeCommand::AddAccess() {
  service::AccessOptions& access = server_.access;
  serve_.add_option("--tokens", access.tokens_file,
                    "File of grants that 'counterpointd token create' makes; callers then have to "
                    "say who they are, on this machine too");
  serve_.add_option("--tls-cert", access.tls.certificate_file,
                    "Certificate of the server with its chain, PEM; read anew when it changes, as "
                    "are the two below");
  serve_.add_option("--tls-key", access.tls.key_file, "Its private key, PEM");
  serve_.add_option("--tls-client-ca", access.tls.client_ca_file,
                    "Certificates of who signs those of clients, PEM; every client then has to "
                    "show one");
  serve_.add_flag("--allow-plaintext", access.allow_plaintext,
                  "Take tokens from other machines without TLS: where a proxy in front ends it");
  service::WebTokenOptions& web = access.web_tokens;
  serve_.add_option("--jwt-keys", web.key_set_file,
                    "Key set (JWKS) of an identity provider whose tokens are taken: RS256 and "
                    "ES256; read anew when it changes");
  serve_.add_option("--jwt-issuer", web.issuer, "What 'iss' of its tokens has to be");
  serve_.add_option("--jwt-audience", web.audience, "What 'aud' has to be or hold");
  serve_.add_option("--jwt-role-claim", web.role_claim, "Claim with the name of a role")
      ->capture_default_str();
  serve_
      .add_option("--jwt-alliance-claim", web.alliance_claim,
                  "Claim with the id of an alliance, or * for all")
      ->capture_default_str();
}

void ServeCommand::AddEmbedding() {
  auto& embedding = server_.embedding;
  CLI::Option* url = serve_.add_option(
      "--embedding-url", embedding.url,
      "Server that gives texts vectors at /v1/embeddings, such as http://127.0.0.1:8080; the "
      "texts of profiles and of searches are sent to it. Without it matching works, by topics and "
      "words");
  CLI::Option* model =
      serve_
          .add_option("--embedding-model", embedding.model,
                      "Its model; embeddings that callers supply under the same name are used "
                      "instead of the server's")
          ->needs(url);
  url->needs(model);
  serve_
      .add_option("--embedding-timeout", embedding_timeout_,
                  "How long to wait for its answer to a batch of texts")
      ->needs(url)
      ->check(ValidateDuration)
      ->capture_default_str();
  serve_
      .add_option("--embedding-query-budget", embedding_query_budget_,
                  "How long a search for a typed need waits for its vector; 0s never waits")
      ->needs(url)
      ->check(ValidateDuration)
      ->capture_default_str();
  serve_
      .add_option("--embedding-token-file", embedding.token_file,
                  "File with the bearer token that it asks for")
      ->needs(url);
  serve_
      .add_option("--embedding-token-env", embedding.token_variable,
                  "Environment variable with that token, instead of a file")
      ->needs(url);
}

std::optional<int> ServeCommand::Run() {
  if (!serve_.parsed()) return std::nullopt;
  return Serve();
}

int ServeCommand::Serve() {
  spdlog::set_level(spdlog::level::from_str(log_level_));
  gpr_set_log_function(
      [](gpr_log_func_args* line) { spdlog::debug("event=grpc {}", line->message); });
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z level=%l %v");
  server_.store.block_cache_bytes = block_cache_mb_ << 20;
  server_.store.free_space_reserve = free_space_mb_ << 20;
  server_.store.request_retention = DurationOf(request_retention_);
  server_.store.change_retention = DurationOf(change_retention_);
  server_.audit.retention = DurationOf(audit_retention_);

  server_.embedding.timeout = DurationOf(embedding_timeout_);
  server_.embedding.query_budget = DurationOf(embedding_query_budget_);

  // A connection that its other side closes is an error of the call, no signal.
  signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const auto server = service::Server::Start(server_);
  if (!server.ok()) return Fail(server.status());
  if (!port_file_.empty()) {
    const absl::Status written = service::WritePortFile(port_file_, (*server)->port());
    if (!written.ok()) return Fail(written);
  }
  spdlog::info("event=serving listen={} port={} data={}", server_.listen, (*server)->port(),
               server_.store.path);
  if ((*server)->metrics_port() != 0) {
    spdlog::info("event=metrics listen={} port={}", server_.metrics_listen,
                 (*server)->metrics_port());
  }
  if (!server_.embedding.url.empty()) {
    // The rest of the address may hold a key.
    const auto endpoint = service::ParseEmbeddingUrl(server_.embedding.url);
    spdlog::info("event=embedding server={} model={}", endpoint->server, server_.embedding.model);
  }
  if (!server_.access.AsksForCredentials()) {
    spdlog::warn(
        "event=open advice=\"whoever reaches the port may read and write everything; it listens on "
        "loopback only, --tokens asks who calls\"");
  }
  AwaitSignal(signals, **server);
  spdlog::info("event=draining limit={}", drain_);
  (*server)->Drain(DurationOf(drain_));
  LogFaults(**server);
  spdlog::info("event=stopped");
  return 0;
}

}  // namespace counterpoint::command_line
