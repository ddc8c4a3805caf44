// The server from its configuration to its end: signals, reloads, faults, drain.
#pragma once

#include <signal.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/access/watched_file.h"
#include "service/configuration/configuration_file.h"
#include "service/server.h"

namespace counterpoint::command_line {

// For one thread.
class Serving {
 public:
  // Blocks SIGTERM, SIGINT and SIGHUP for every thread, and serves. Errors: those of
  // LoadConfiguration(), Server::Start() and WritePortFile().
  static absl::StatusOr<std::unique_ptr<Serving>> Begin(
      const std::string& file, std::vector<service::SettingOverride> overrides);

  // Serves until SIGTERM or SIGINT, then drains; a second one ends it at once. SIGHUP and
  // a change of the file take over what may change. The exit code.
  int Run();

 private:
  Serving(const std::string& file, std::vector<service::SettingOverride> overrides);

  absl::Status Start();
  void AwaitEnd();
  void Reload();
  int Drain();
  void LogFaults();

  const std::string file_;
  const std::vector<service::SettingOverride> overrides_;
  service::LoadedConfiguration loaded_;  // What counts.
  service::WatchedFile watched_;
  sigset_t signals_;
  std::unique_ptr<service::Server> server_;
};

}  // namespace counterpoint::command_line
