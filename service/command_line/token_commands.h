// Grants of access: token create, list, revoke, rotate.
#pragma once

#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "service/access/grant_changes.h"

namespace counterpoint::command_line {

// Works on the file of grants; a server that reads it notices by itself.
class TokenCommands {
 public:
  explicit TokenCommands(CLI::App& app);

  // The exit code; nothing where the command line names another command. A new
  // token is all that is printed to the standard output, so that it can be sent
  // into a file.
  std::optional<int> Run();

 private:
  int Create();
  int List() const;
  int Revoke() const;
  int Rotate() const;

  CLI::App* token_ = nullptr;
  std::string file_;
  std::string role_;
  std::string lifetime_ = "90d";
  std::string grace_ = "1h";
  std::string id_;
  service::NewGrant grant_;
};

}  // namespace counterpoint::command_line
