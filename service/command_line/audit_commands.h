// The audit trail of a store that no server has to be running for.
#pragma once

#include <optional>
#include <string>

#include "CLI/CLI.hpp"

namespace counterpoint::command_line {

class AuditCommands {
 public:
  explicit AuditCommands(CLI::App& app);

  // The exit code; nothing where the command line names another command.
  std::optional<int> Run();

 private:
  int Verify() const;

  CLI::App* audit_ = nullptr;
  std::string data_;
  std::string alliance_;
  std::string anchor_;
};

}  // namespace counterpoint::command_line
