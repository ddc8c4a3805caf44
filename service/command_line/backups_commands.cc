#include "service/command_line/backups_commands.h"

#include <cstdio>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/command_line/failure.h"
#include "storage/backup_folder.h"

namespace counterpoint::command_line {
namespace {

using State = storage::StoredBackup::State;

constexpr int kDamaged = 2;

const char* NameOf(State state) {
  switch (state) {
    case State::kVerified:
      return "verified";
    case State::kDamaged:
      return "damaged";
    case State::kUnverified:
      return "not verified";
  }
  return "";
}

std::string Shown(absl::Time time) {
  return time == absl::UnixEpoch() ? "-"
                                   : absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
}

void Print(const storage::StoredBackup& backup) {
  std::printf("%-10s %-25s %-12lld %10.1f MiB  %s", backup.id.c_str(),
              Shown(backup.end_time).c_str(), static_cast<long long>(backup.sequence),
              static_cast<double>(backup.bytes) / (1 << 20), NameOf(backup.state));
  if (!backup.fault.empty()) std::printf(": %s", backup.fault.c_str());
  std::printf("\n");
}

}  // namespace

BackupsCommands::BackupsCommands(CLI::App& app)
    : backups_(app.add_subcommand("backups", "Look at a folder of backups, also while it serves")) {
  backups_->require_subcommand(1);
  CLI::App& list = *backups_->add_subcommand("list", "All backups, the oldest first");
  CLI::App& verify = *backups_->add_subcommand(
      "verify", "Read all files of all backups and compare them with their digests");
  for (CLI::App* command : {&list, &verify}) {
    command->add_option("--backups", folder_, "Folder of the backups")->required();
  }
  verify.add_option("--id", id_, "Of this one alone, such as 000017");
}

std::optional<int> BackupsCommands::Run() {
  if (!backups_->parsed()) return std::nullopt;
  return backups_->got_subcommand("list") ? List() : Verify();
}

int BackupsCommands::List() const {
  const auto backups = storage::ListBackups(folder_);
  if (!backups.ok()) return Fail(backups.status());
  if (backups->empty()) {
    std::printf("There are no backups.\n");
    return 0;
  }
  std::printf("%-10s %-25s %-12s %14s  %s\n", "ID", "TIME", "SEQUENCE", "SIZE", "STATE");
  for (const storage::StoredBackup& backup : *backups) Print(backup);
  return 0;
}

int BackupsCommands::Verify() const {
  std::vector<std::string> ids = {id_};
  if (id_.empty()) {
    const auto backups = storage::ListBackups(folder_);
    if (!backups.ok()) return Fail(backups.status());
    ids.clear();
    for (const storage::StoredBackup& backup : *backups) ids.push_back(backup.id);
  }
  int code = 0;
  for (const std::string& id : ids) {
    const absl::Status verified = storage::VerifyStoredBackup(folder_, id, absl::Now(), {});
    if (!verified.ok() && !absl::IsDataLoss(verified)) return Fail(verified);
    if (!verified.ok()) code = kDamaged;
    std::printf("%s: %s\n", id.c_str(),
                verified.ok() ? "whole" : std::string(verified.message()).c_str());
  }
  return code;
}

}  // namespace counterpoint::command_line
