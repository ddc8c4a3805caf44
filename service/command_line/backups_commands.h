// The folder of backups without a server: backups list, backups verify.
#pragma once

#include <optional>
#include <string>

#include "CLI/CLI.hpp"

namespace counterpoint::command_line {

class BackupsCommands {
 public:
  explicit BackupsCommands(CLI::App& app);

  // The exit code: 0 where all is well, 2 where a backup is damaged, 1 where it could not be
  // found out; nothing where the command line names another command.
  std::optional<int> Run();

 private:
  int List() const;
  int Verify() const;

  CLI::App* backups_ = nullptr;
  std::string folder_;
  std::string id_;
};

}  // namespace counterpoint::command_line
