// counterpointd: the server, what is done to its data while it is down, and who may
// call it.
#include <cstdio>

#include "CLI/CLI.hpp"
#include "absl/synchronization/mutex.h"
#include "service/command_line/audit_commands.h"
#include "service/command_line/backups_commands.h"
#include "service/command_line/check_command.h"
#include "service/command_line/config_commands.h"
#include "service/command_line/copy_commands.h"
#include "service/command_line/last_words.h"
#include "service/command_line/serve_command.h"
#include "service/command_line/token_commands.h"

// jemalloc's: what is free goes back to the system while nothing is asked for too.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "background_thread:true";
}

int main(int argc, char** argv) {
  counterpoint::command_line::SayWhatEndsTheProcess();
  // Debian's abseil is built for finding locks that are taken in two orders: each lock then
  // passes one that all share. Tests leave that on.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  CLI::App app("Counterpoint's server", "counterpointd");
  app.require_subcommand(1);
  counterpoint::command_line::ServeCommand serve(app);
  counterpoint::command_line::ConfigCommands config(app);
  counterpoint::command_line::CheckCommand check(app);
  counterpoint::command_line::TokenCommands token(app);
  counterpoint::command_line::CopyCommands copies(app);
  counterpoint::command_line::BackupsCommands backups(app);
  counterpoint::command_line::AuditCommands audit(app);
  app.add_subcommand("version", "Print the version");
  CLI11_PARSE(app, argc, argv);

  if (const auto code = serve.Run()) return *code;
  if (const auto code = config.Run()) return *code;
  if (const auto code = check.Run()) return *code;
  if (const auto code = token.Run()) return *code;
  if (const auto code = copies.Run()) return *code;
  if (const auto code = backups.Run()) return *code;
  if (const auto code = audit.Run()) return *code;
  std::printf("counterpointd %s\n", COUNTERPOINT_VERSION);
  return 0;
}
