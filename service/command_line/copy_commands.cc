#include "service/command_line/copy_commands.h"

#include "service/audit/command_event.h"
#include "service/command_line/failure.h"
#include "storage/audit_store.h"

namespace counterpoint::command_line {
namespace {

absl::Status Enter(storage::AuditStore& store, absl::string_view command) {
  return store.AppendAudit(storage::kServerAuditChain, {service::EventOfCommand(command)});
}

int ExitCode(const absl::Status& status) { return status.ok() ? 0 : Fail(status); }

}  // namespace

CopyCommands::CopyCommands(CLI::App& app) : app_(app) {
  CLI::App& backup = *app.add_subcommand("backup", "Copy the data of a server that is not running");
  backup.add_option("--data", store_.path, "Directory of the data")->required();
  backup.add_option("--to", to_, "Directory to make")->required();
  CLI::App& verify = *app.add_subcommand("verify", "Check a backup");
  verify.add_option("--backup", backup_, "Directory of the backup")->required();
  CLI::App& restore = *app.add_subcommand("restore", "Make data from a backup");
  restore.add_option("--backup", backup_, "Directory of the backup")->required();
  restore.add_option("--to", to_, "Directory to make")->required();
}

std::optional<int> CopyCommands::Run() {
  if (app_.got_subcommand("verify")) return ExitCode(storage::VerifyBackup(backup_));
  if (app_.got_subcommand("restore")) return ExitCode(Restore());
  if (!app_.got_subcommand("backup")) return std::nullopt;
  return ExitCode(Backup());
}

// The entry comes first, so that the copy tells of itself too.
absl::Status CopyCommands::Backup() {
  store_.must_exist = true;
  const auto store = storage::AuditStore::Open(store_);
  if (!store.ok()) return store.status();
  const absl::Status entered = Enter(**store, "counterpointd backup");
  return entered.ok() ? (*store)->Backup(to_) : entered;
}

absl::Status CopyCommands::Restore() {
  const absl::Status restored = storage::RestoreBackup(backup_, to_);
  if (!restored.ok()) return restored;
  store_.path = to_;
  store_.must_exist = true;
  const auto store = storage::AuditStore::Open(store_);
  if (!store.ok()) return store.status();
  return Enter(**store, "counterpointd restore");
}

}  // namespace counterpoint::command_line
