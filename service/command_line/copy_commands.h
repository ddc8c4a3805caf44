// Copies of the data while no server has it open: backup, verify, restore.
#pragma once

#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/store_options.h"

namespace counterpoint::command_line {

class CopyCommands {
 public:
  explicit CopyCommands(CLI::App& app);

  // The exit code; nothing where the command line names another command.
  std::optional<int> Run();

 private:
  void AddRestore(CLI::App& app);
  absl::Status Backup();
  absl::Status Restore();
  // Directory of the backup that is to be restored, with what it is told of.
  absl::StatusOr<std::string> Chosen() const;

  CLI::App& app_;
  storage::StoreOptions store_;
  std::string backup_;
  std::string folder_;
  std::string id_;
  std::string at_;
  std::string to_;
  bool replace_ = false;
};

}  // namespace counterpoint::command_line
