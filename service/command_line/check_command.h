// Whether data and configuration are whole: check.
#pragma once

#include <optional>
#include <string>

#include "CLI/CLI.hpp"

namespace counterpoint::command_line {

class CheckCommand {
 public:
  explicit CheckCommand(CLI::App& app);

  // The exit code: 0 where all is well, 2 where something is not, 1 where it could not
  // be checked; nothing where the command line names another command.
  std::optional<int> Run();

 private:
  int CheckData(const std::string& directory);

  CLI::App& check_;
  std::string data_;
  std::string configuration_file_;
};

}  // namespace counterpoint::command_line
