// counterpointd: the server, and what is done to its data while it is down.
#include <signal.h>

#include <cstdio>
#include <string>

#include "CLI/CLI.hpp"
#include "grpc/support/log.h"
#include "service/port_file.h"
#include "service/server.h"
#include "spdlog/spdlog.h"
#include "storage/store.h"

namespace {

using counterpoint::service::Server;
using counterpoint::service::ServerOptions;
using counterpoint::storage::Store;

struct Arguments {
  ServerOptions server;
  std::string port_file;
  std::string log_level = "info";
  std::size_t block_cache_mb = 256;
  std::string request_retention = "24h";
  std::string change_retention = "720h";
  std::string drain = "10s";
  std::string embedding_timeout = "30s";
  std::string embedding_query_budget = "300ms";
  std::string backup;
  std::string to;
};

// One line that says what is wrong and, where it is known, what to do.
int Fail(const absl::Status& status) {
  const char* advice = "";
  if (absl::IsUnavailable(status)) advice = "; stop that process or name another directory";
  if (absl::IsNotFound(status)) advice = "; check the path";
  if (absl::IsPermissionDenied(status)) advice = "; run as a user who may write there";
  if (absl::IsFailedPrecondition(status)) advice = "; use the newer counterpointd that wrote it";
  if (absl::IsDataLoss(status)) advice = "; restore a backup to another directory";
  if (absl::IsAlreadyExists(status)) advice = "; name a directory that does not exist";
  const std::string message(status.message());
  std::fprintf(stderr, "counterpointd: %s%s\n", message.c_str(), advice);
  return 1;
}

std::string ValidateDuration(const std::string& text) {
  absl::Duration duration;
  const bool valid = absl::ParseDuration(text, &duration) && duration >= absl::ZeroDuration();
  return valid ? "" : "not a duration such as 90s, 10m or 24h: " + text;
}

absl::Duration DurationOf(const std::string& text) {
  absl::Duration duration;
  absl::ParseDuration(text, &duration);
  return duration;
}

void LogFaults(Server& server) {
  for (const auto& fault : server.TakeFaults()) {
    spdlog::error("event=fault alliance={} member={} error=\"{}\"", fault.alliance, fault.member,
                  fault.status.ToString());
  }
}

// Waits for SIGTERM or SIGINT, which every thread has blocked.
void AwaitSignal(const sigset_t& signals, Server& server) {
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

int Serve(Arguments& arguments) {
  spdlog::set_level(spdlog::level::from_str(arguments.log_level));
  gpr_set_log_function(
      [](gpr_log_func_args* line) { spdlog::debug("event=grpc {}", line->message); });
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z level=%l %v");
  arguments.server.store.block_cache_bytes = arguments.block_cache_mb << 20;
  arguments.server.store.request_retention = DurationOf(arguments.request_retention);
  arguments.server.store.change_retention = DurationOf(arguments.change_retention);

  arguments.server.embedding.timeout = DurationOf(arguments.embedding_timeout);
  arguments.server.embedding.query_budget = DurationOf(arguments.embedding_query_budget);

  // A connection that its other side closes is an error of the call, no signal.
  signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const auto server = Server::Start(arguments.server);
  if (!server.ok()) return Fail(server.status());
  if (!arguments.port_file.empty()) {
    const absl::Status written =
        counterpoint::service::WritePortFile(arguments.port_file, (*server)->port());
    if (!written.ok()) return Fail(written);
  }
  spdlog::info("event=serving listen={} port={} data={}", arguments.server.listen,
               (*server)->port(), arguments.server.store.path);
  if ((*server)->metrics_port() != 0) {
    spdlog::info("event=metrics listen={} port={}", arguments.server.metrics_listen,
                 (*server)->metrics_port());
  }
  if (!arguments.server.embedding.url.empty()) {
    // The rest of the address may hold a key.
    const auto endpoint = counterpoint::service::ParseEmbeddingUrl(arguments.server.embedding.url);
    spdlog::info("event=embedding server={} model={}", endpoint->server,
                 arguments.server.embedding.model);
  }
  AwaitSignal(signals, **server);
  spdlog::info("event=draining limit={}", arguments.drain);
  (*server)->Drain(DurationOf(arguments.drain));
  LogFaults(**server);
  spdlog::info("event=stopped");
  return 0;
}

int Backup(Arguments& arguments) {
  arguments.server.store.must_exist = true;
  const auto store = Store::Open(arguments.server.store);
  if (!store.ok()) return Fail(store.status());
  const absl::Status status = (*store)->Backup(arguments.to);
  return status.ok() ? 0 : Fail(status);
}

int Verify(const Arguments& arguments) {
  const absl::Status status = counterpoint::storage::VerifyBackup(arguments.backup);
  return status.ok() ? 0 : Fail(status);
}

int Restore(const Arguments& arguments) {
  const absl::Status status = counterpoint::storage::RestoreBackup(arguments.backup, arguments.to);
  return status.ok() ? 0 : Fail(status);
}

void AddEmbedding(CLI::App& serve, Arguments& arguments) {
  auto& embedding = arguments.server.embedding;
  CLI::Option* url = serve.add_option(
      "--embedding-url", embedding.url,
      "Server that gives texts vectors at /v1/embeddings, such as http://127.0.0.1:8080; the "
      "texts of profiles and of searches are sent to it. Without it matching works, by topics and "
      "words");
  CLI::Option* model =
      serve
          .add_option("--embedding-model", embedding.model,
                      "Its model; embeddings that callers supply under the same name are used "
                      "instead of the server's")
          ->needs(url);
  url->needs(model);
  serve
      .add_option("--embedding-timeout", arguments.embedding_timeout,
                  "How long to wait for its answer to a batch of texts")
      ->needs(url)
      ->check(ValidateDuration)
      ->capture_default_str();
  serve
      .add_option("--embedding-query-budget", arguments.embedding_query_budget,
                  "How long a search for a typed need waits for its vector; 0s never waits")
      ->needs(url)
      ->check(ValidateDuration)
      ->capture_default_str();
  serve
      .add_option("--embedding-token-file", embedding.token_file,
                  "File with the bearer token that it asks for")
      ->needs(url);
  serve
      .add_option("--embedding-token-env", embedding.token_variable,
                  "Environment variable with that token, instead of a file")
      ->needs(url);
}

void AddServe(CLI::App& app, Arguments& arguments) {
  CLI::App& serve = *app.add_subcommand("serve", "Serve until SIGTERM or SIGINT");
  serve.add_option("--data", arguments.server.store.path, "Directory of the data")->required();
  serve.add_option("--listen", arguments.server.listen, "Host and port; port 0 takes a free one")
      ->capture_default_str();
  serve.add_option("--port-file", arguments.port_file, "File to write the port to when serving");
  serve.add_flag("--sync,!--no-sync", arguments.server.store.sync_writes,
                 "Whether a write is on disk before it is acknowledged (the default)");
  serve
      .add_option("--block-cache-mb", arguments.block_cache_mb, "Memory for what is read from disk")
      ->capture_default_str();
  serve
      .add_option("--request-retention", arguments.request_retention,
                  "How long a request id is remembered")
      ->check(ValidateDuration)
      ->capture_default_str();
  serve
      .add_option("--change-retention", arguments.change_retention,
                  "How far the change log reaches back")
      ->check(ValidateDuration)
      ->capture_default_str();
  serve.add_option("--drain", arguments.drain, "How long calls may go on after a signal")
      ->check(ValidateDuration)
      ->capture_default_str();
  AddEmbedding(serve, arguments);
  serve.add_option("--metrics-listen", arguments.server.metrics_listen,
                   "IP address and port to serve Prometheus metrics on at /metrics, such as "
                   "127.0.0.1:9464");
  serve.add_option("--log-level", arguments.log_level, "What to log")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}))
      ->capture_default_str();
}

void AddCopies(CLI::App& app, Arguments& arguments) {
  CLI::App& backup = *app.add_subcommand("backup", "Copy the data of a server that is not running");
  backup.add_option("--data", arguments.server.store.path, "Directory of the data")->required();
  backup.add_option("--to", arguments.to, "Directory to make")->required();
  CLI::App& verify = *app.add_subcommand("verify", "Check a backup");
  verify.add_option("--backup", arguments.backup, "Directory of the backup")->required();
  CLI::App& restore = *app.add_subcommand("restore", "Make data from a backup");
  restore.add_option("--backup", arguments.backup, "Directory of the backup")->required();
  restore.add_option("--to", arguments.to, "Directory to make")->required();
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Counterpoint's server", "counterpointd");
  app.require_subcommand(1);
  AddServe(app, arguments);
  AddCopies(app, arguments);
  app.add_subcommand("version", "Print the version");
  CLI11_PARSE(app, argc, argv);

  if (app.got_subcommand("serve")) return Serve(arguments);
  if (app.got_subcommand("backup")) return Backup(arguments);
  if (app.got_subcommand("verify")) return Verify(arguments);
  if (app.got_subcommand("restore")) return Restore(arguments);
  std::printf("counterpointd %s\n", COUNTERPOINT_VERSION);
  return 0;
}
