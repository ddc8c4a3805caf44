// Copies of the data while no server has it open: backup, verify, restore.
#pragma once

#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "storage/store_options.h"

namespace counterpoint::command_line {

class CopyCommands {
 public:
  explicit CopyCommands(CLI::App& app);

  // The exit code; nothing where the command line names another command.
  std::optional<int> Run();

 private:
  absl::Status Backup();
  absl::Status Restore();

  CLI::App& app_;
  storage::StoreOptions store_;
  std::string backup_;
  std::string to_;
};

}  // namespace counterpoint::command_line
