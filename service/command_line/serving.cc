#include "service/command_line/serving.h"

#include <unistd.h>

#include <thread>
#include <utility>

#include "absl/strings/str_replace.h"
#include "absl/synchronization/notification.h"
#include "grpc/support/log.h"
#include "service/command_line/installed_console.h"
#include "service/command_line/service_notice.h"
#include "service/configuration/duration_text.h"
#include "service/configuration/setting_values.h"
#include "service/embedding/embedding_options.h"
#include "service/port_file.h"
#include "spdlog/spdlog.h"

namespace counterpoint::command_line {
namespace {

using service::ServerConfiguration;

// After a second signal: until then calls are told that they end.
constexpr absl::Duration kLastMoment = absl::Seconds(1);

// As http.console_directory.
constexpr char kNoConsole[] = "none";

void SetLogLevel(int level) {
  switch (level) {
    case ServerConfiguration::DEBUG:
      return spdlog::set_level(spdlog::level::debug);
    case ServerConfiguration::WARNING:
      return spdlog::set_level(spdlog::level::warn);
    case ServerConfiguration::ERROR:
      return spdlog::set_level(spdlog::level::err);
    case ServerConfiguration::OFF:
      return spdlog::set_level(spdlog::level::off);
    default:
      return spdlog::set_level(spdlog::level::info);
  }
}

void SetUpLog(int level) {
  SetLogLevel(level);
  gpr_set_log_function(
      [](gpr_log_func_args* line) { spdlog::debug("event=grpc {}", line->message); });
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z level=%l %v");
}

// A line of the log has one line.
std::string InOneLine(absl::string_view text) { return absl::StrReplaceAll(text, {{"\n", "; "}}); }

}  // namespace

absl::StatusOr<std::unique_ptr<Serving>> Serving::Begin(
    const std::string& file, std::vector<service::SettingOverride> overrides) {
  std::unique_ptr<Serving> serving(new Serving(file, std::move(overrides)));
  auto loaded = service::LoadConfiguration(file, serving->overrides_);
  if (!loaded.ok()) return loaded.status();
  serving->loaded_ = *std::move(loaded);
  const absl::Status started = serving->Start();
  if (!started.ok()) return started;
  return serving;
}

Serving::Serving(const std::string& file, std::vector<service::SettingOverride> overrides)
    : file_(file), overrides_(std::move(overrides)), watched_(file) {
  // Before the file is read, so that a change meanwhile is seen afterwards.
  watched_.HasChanged();
  // A connection that its other side closes is an error of the call, no signal.
  signal(SIGPIPE, SIG_IGN);
  sigemptyset(&signals_);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals_, number);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

absl::Status Serving::Start() {
  SetUpLog(loaded_.options.log_level);
  service::ServerOptions options = loaded_.options.server;
  std::string& console = options.gateway.console_directory;
  if (console.empty()) {
    console = InstalledConsole();
  } else if (console == kNoConsole) {
    console.clear();
  }
  auto server = service::Server::Start(options);
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  if (!loaded_.options.port_file.empty()) {
    const absl::Status written = service::WritePortFile(loaded_.options.port_file, server_->port());
    if (!written.ok()) return written;
  }
  if (!loaded_.options.http_port_file.empty()) {
    const absl::Status written =
        service::WritePortFile(loaded_.options.http_port_file, server_->http_port());
    if (!written.ok()) return written;
  }
  spdlog::info("event=serving listen={} port={} data={} config={}", options.listen, server_->port(),
               options.store.path, file_.empty() ? "none" : file_);
  if (server_->http_port() != 0) {
    spdlog::info("event=http listen={} port={} console={}", options.gateway.listen,
                 server_->http_port(), options.gateway.console_directory);
  }
  if (server_->metrics_port() != 0) {
    spdlog::info("event=metrics listen={} port={}", options.metrics_listen,
                 server_->metrics_port());
  }
  if (!options.embedding.url.empty()) {
    // The rest of the address may hold a key.
    const auto endpoint = service::ParseEmbeddingUrl(options.embedding.url);
    spdlog::info("event=embedding server={} model={}", endpoint->server, options.embedding.model);
  }
  if (!options.access.AsksForCredentials()) {
    spdlog::warn(
        "event=open advice=\"whoever reaches the port may read and write everything; it listens on "
        "loopback only, --tokens asks who calls\"");
  }
  return absl::OkStatus();
}

int Serving::Run() {
  AwaitEnd();
  return Drain();
}

void Serving::AwaitEnd() {
  TellServiceManager("READY=1\nSTATUS=Building indexes");
  bool was_ready = false;
  for (;;) {
    const timespec second{1, 0};
    const int number = sigtimedwait(&signals_, nullptr, &second);
    if (number == SIGTERM || number == SIGINT) return;
    LogFaults();
    if (number == SIGHUP || (!file_.empty() && watched_.HasChanged())) Reload();
    if (!was_ready && server_->AwaitReady(absl::ZeroDuration())) {
      was_ready = true;
      spdlog::info("event=ready");
      TellServiceManager("STATUS=Serving");
    }
  }
}

void Serving::Reload() {
  if (file_.empty()) {
    return spdlog::warn(
        "event=reload_without_file advice=\"flags do not change; serve with --config FILE\"");
  }
  // A signal that follows a change is not to read the file twice.
  watched_.HasChanged();
  auto loaded = service::LoadConfiguration(file_, overrides_);
  if (!loaded.ok()) {
    return spdlog::error("event=reload_refused error=\"{}\" advice=\"what was read before counts\"",
                         InOneLine(loaded.status().message()));
  }
  int taken = 0;
  ServerConfiguration counting = loaded_.configuration;
  for (const std::string& path :
       service::ChangedSettings(loaded_.configuration, loaded->configuration)) {
    if (service::IsReloadable(path)) {
      ++taken;
      service::CopySetting(path, loaded->configuration, counting);
      spdlog::info("event=setting_changed setting={}", path);
    } else {
      spdlog::warn("event=restart_needed setting={} advice=\"it counts with the next start\"",
                   path);
    }
  }
  loaded_.configuration = std::move(counting);
  service::TakeSettings(loaded_.configuration, {}, loaded_.options);
  SetLogLevel(loaded_.options.log_level);
  server_->Reload(loaded_.options.server);
  spdlog::info("event=reloaded settings={}", taken);
}

int Serving::Drain() {
  spdlog::info("event=draining limit={}", service::FormatDurationText(loaded_.options.drain));
  TellServiceManager("STOPPING=1\nSTATUS=Draining");
  absl::Notification drained;
  std::thread draining([&] {
    server_->Drain(loaded_.options.drain);
    drained.Notify();
  });
  while (!drained.HasBeenNotified()) {
    const timespec moment{0, 20'000'000};
    const int number = sigtimedwait(&signals_, nullptr, &moment);
    if (number != SIGTERM && number != SIGINT) continue;
    spdlog::warn("event=ended_at_once");
    server_->EndCalls();
    // What still computes is left: nothing that was acknowledged is lost with it.
    if (!drained.WaitForNotificationWithTimeout(kLastMoment)) _exit(1);
  }
  draining.join();
  LogFaults();
  spdlog::info("event=stopped");
  return 0;
}

void Serving::LogFaults() {
  for (const std::string& line : server_->TakeSlowCalls()) spdlog::warn("{}", line);
  for (const auto& fault : server_->TakeFaults()) {
    spdlog::error("event=fault alliance={} member={} error=\"{}\"", fault.alliance, fault.member,
                  fault.status.ToString());
  }
}

}  // namespace counterpoint::command_line
