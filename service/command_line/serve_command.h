// The server itself: serve.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "service/configuration/configuration_file.h"

namespace counterpoint::command_line {

class ServeCommand {
 public:
  explicit ServeCommand(CLI::App& app);

  // Serves until SIGTERM or SIGINT, which it blocks for every thread. The exit code;
  // nothing where the command line names another command.
  std::optional<int> Run();

 private:
  std::vector<service::SettingOverride> Overrides() const;

  CLI::App& serve_;
  std::string configuration_file_;
  std::deque<std::string> values_;  // Of the flags of FlagSettings(), in their order.
  bool sync_writes_ = true;
  bool allow_plaintext_ = false;
};

}  // namespace counterpoint::command_line
