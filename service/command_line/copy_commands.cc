#include "service/command_line/copy_commands.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "service/audit/command_event.h"
#include "service/command_line/failure.h"
#include "storage/audit_store.h"
#include "storage/backup_folder.h"
#include "storage/restore.h"

namespace counterpoint::command_line {
namespace {

absl::Status Enter(storage::AuditStore& store, absl::string_view command) {
  return store.AppendAudit(storage::kServerAuditChain, {service::EventOfCommand(command)});
}

int ExitCode(const absl::Status& status) { return status.ok() ? 0 : Fail(status); }

std::optional<absl::Time> MomentOf(const std::string& text) {
  absl::Time time;
  std::string wrong;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &wrong)) return std::nullopt;
  return time;
}

}  // namespace

CopyCommands::CopyCommands(CLI::App& app) : app_(app) {
  CLI::App& backup = *app.add_subcommand("backup", "Copy the data of a server that is not running");
  backup.add_option("--data", store_.path, "Directory of the data")->required();
  backup.add_option("--to", to_, "Directory to make")->required();
  CLI::App& verify = *app.add_subcommand("verify", "Check a backup");
  verify.add_option("--backup", backup_, "Directory of the backup")->required();
  AddRestore(app);
}

void CopyCommands::AddRestore(CLI::App& app) {
  CLI::App& restore = *app.add_subcommand(
      "restore",
      "Make data from a backup, which is verified first: the newest of a folder, or another one");
  CLI::Option_group& which = *restore.add_option_group("backup");
  which.require_option(1);
  which.add_option("--backup", backup_, "Directory of the backup");
  CLI::Option* folder = which.add_option("--backups", folder_, "Folder of backups");
  CLI::Option* id =
      restore.add_option("--id", id_, "The one of that folder with this id, such as 000017");
  id->needs(folder);
  restore
      .add_option("--at", at_,
                  "The newest of that folder with nothing from after this time, "
                  "2026-11-21T18:00:00Z")
      ->needs(folder)
      ->excludes(id)
      ->check([](const std::string& text) {
        return MomentOf(text) ? "" : "must be a time such as 2026-11-21T18:00:00Z";
      });
  restore.add_option("--to", to_, "Directory to make; it must not be there, or be empty")
      ->required();
  restore.add_flag("--replace", replace_,
                   "It may be data, which are then kept beside it as DIR.before-restore");
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

absl::StatusOr<std::string> CopyCommands::Chosen() const {
  if (folder_.empty()) return backup_;
  storage::BackupChoice choice;
  choice.id = id_;
  if (!at_.empty()) choice.at = MomentOf(at_);
  const auto found = storage::FindBackup(folder_, choice);
  if (!found.ok()) return found.status();
  std::printf("Restoring backup %s of %s.\n", found->id.c_str(),
              absl::FormatTime(absl::RFC3339_sec, found->end_time, absl::UTCTimeZone()).c_str());
  return storage::BackupDirectory(folder_, found->id);
}

absl::Status CopyCommands::Restore() {
  const auto chosen = Chosen();
  if (!chosen.ok()) return chosen.status();
  const absl::Status restored =
      replace_ ? storage::RestoreBackupOver(*chosen, to_) : storage::RestoreBackup(*chosen, to_);
  if (!restored.ok()) return restored;
  const auto audit = storage::VerifyAudit(to_, storage::kServerAuditChain, std::nullopt);
  if (!audit.ok()) {
    return absl::Status(audit.status().code(),
                        absl::StrCat("the data is restored, but its audit trail does not hold: ",
                                     audit.status().message()));
  }
  store_.path = to_;
  store_.must_exist = true;
  const auto store = storage::AuditStore::Open(store_);
  if (!store.ok()) return store.status();
  return Enter(**store, "counterpointd restore");
}

}  // namespace counterpoint::command_line
