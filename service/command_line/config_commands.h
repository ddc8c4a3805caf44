// The configuration: config default, config check.
#pragma once

#include <optional>
#include <string>

#include "CLI/CLI.hpp"

namespace counterpoint::command_line {

class ConfigCommands {
 public:
  explicit ConfigCommands(CLI::App& app);

  // The exit code; nothing where the command line names another command.
  std::optional<int> Run();

 private:
  CLI::App& config_;
  std::string file_;
  std::string data_;
};

}  // namespace counterpoint::command_line
