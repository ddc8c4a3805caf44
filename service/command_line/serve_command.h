// The server itself: serve.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "service/server_options.h"

namespace counterpoint::command_line {

class ServeCommand {
 public:
  explicit ServeCommand(CLI::App& app);

  // Serves until SIGTERM or SIGINT, which it blocks for every thread. The exit code;
  // nothing where the command line names another command.
  std::optional<int> Run();

 private:
  void AddAccess();
  void AddEmbedding();
  int Serve();

  CLI::App& serve_;
  service::ServerOptions server_;
  std::string port_file_;
  std::string log_level_ = "info";
  std::size_t block_cache_mb_ = 256;
  std::uint64_t free_space_mb_ = 256;
  std::string request_retention_ = "24h";
  std::string change_retention_ = "720h";
  std::string audit_retention_ = "400d";
  std::string drain_ = "10s";
  std::string embedding_timeout_ = "30s";
  std::string embedding_query_budget_ = "300ms";
};

}  // namespace counterpoint::command_line
