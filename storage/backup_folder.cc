#include "storage/backup_folder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "rocksdb/env.h"
#include "storage/backup.h"
#include "storage/database.h"
#include "storage/directory.h"
#include "storage/file_copy.h"
#include "storage/partial_directory.h"
#include "storage/rocksdb_status.h"
#include "storage/store.h"

namespace counterpoint::storage {
namespace {

// Beside the manifest: "verified <micros>" or "damaged <micros> <fault>".
constexpr char kNoteName[] = "backup-note";
constexpr char kNewNoteName[] = "backup-note.new";
constexpr char kVerified[] = "verified ";
constexpr char kDamaged[] = "damaged ";

rocksdb::Env& FolderEnv() { return *rocksdb::Env::Default(); }

std::string IdOf(std::int64_t number) { return absl::StrFormat("%06d", number); }

// 0 where it is no id.
std::int64_t NumberOf(absl::string_view id) {
  std::int64_t number = 0;
  return absl::SimpleAtoi(id, &number) && number > 0 && IdOf(number) == id ? number : 0;
}

void ReadNote(const std::string& directory, StoredBackup& backup) {
  std::string text;
  // Without one nobody has verified it.
  if (!rocksdb::ReadFileToString(&FolderEnv(), absl::StrCat(directory, "/", kNoteName), &text)
           .ok()) {
    return;
  }
  absl::string_view note = text;
  const bool is_verified = absl::ConsumePrefix(&note, kVerified);
  if (!is_verified && !absl::ConsumePrefix(&note, kDamaged)) return;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(note, absl::MaxSplits(' ', 1));
  std::int64_t micros = 0;
  if (!absl::SimpleAtoi(parts.first, &micros)) return;
  backup.state = is_verified ? StoredBackup::State::kVerified : StoredBackup::State::kDamaged;
  backup.verify_time = absl::FromUnixMicros(micros);
  if (!is_verified) backup.fault = std::string(absl::StripTrailingAsciiWhitespace(parts.second));
}

absl::Status WriteNote(const std::string& directory, const std::string& text) {
  rocksdb::Env& env = FolderEnv();
  const std::string path = absl::StrCat(directory, "/", kNewNoteName);
  rocksdb::Status status = rocksdb::WriteStringToFile(&env, text, path, /*should_sync=*/true);
  if (status.ok()) status = env.RenameFile(path, absl::StrCat(directory, "/", kNoteName));
  return status.ok() ? SyncDirectory(env, directory) : FromRocksDb(status, path);
}

StoredBackup Describe(const std::string& folder, const std::string& id) {
  StoredBackup backup;
  backup.id = id;
  const std::string directory = BackupDirectory(folder, id);
  ReadNote(directory, backup);
  const auto manifest = ReadBackupManifest(FolderEnv(), directory);
  if (!manifest.ok()) {
    backup.state = StoredBackup::State::kDamaged;
    backup.fault = std::string(manifest.status().message());
    return backup;
  }
  backup.begin_time = absl::FromUnixMicros(manifest->begin_micros);
  backup.end_time = absl::FromUnixMicros(manifest->end_micros);
  backup.sequence = manifest->sequence;
  backup.bytes = manifest->bytes();
  backup.files = static_cast<std::int64_t>(manifest->files.size());
  return backup;
}

absl::Status OpenToRead(const std::string& directory) {
  StoreOptions options;
  options.path = directory;
  options.must_exist = true;
  return Database::OpenForReading(options).status();
}

std::string Shown(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
}

}  // namespace

std::string BackupDirectory(const std::string& folder, absl::string_view id) {
  return absl::StrCat(folder, "/", id);
}

absl::StatusOr<std::vector<StoredBackup>> ListBackups(const std::string& folder) {
  rocksdb::Env& env = FolderEnv();
  if (env.FileExists(folder).IsNotFound()) {
    return absl::NotFoundError(absl::StrCat("there is no folder ", folder));
  }
  const auto names = ListFiles(env, folder);
  if (!names.ok()) return names.status();
  std::vector<std::int64_t> numbers;
  for (const std::string& name : *names) {
    const std::int64_t number = NumberOf(name);
    if (number > 0) numbers.push_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  std::vector<StoredBackup> backups;
  for (const std::int64_t number : numbers) backups.push_back(Describe(folder, IdOf(number)));
  return backups;
}

absl::StatusOr<StoredBackup> FindBackup(const std::string& folder, const BackupChoice& choice) {
  const auto backups = ListBackups(folder);
  if (!backups.ok()) return backups.status();
  const StoredBackup* found = nullptr;
  for (const StoredBackup& backup : *backups) {
    const bool is_whole = backup.state != StoredBackup::State::kDamaged;
    const bool is_chosen = !choice.id.empty()      ? backup.id == choice.id
                           : choice.at.has_value() ? is_whole && backup.end_time <= *choice.at
                                                   : is_whole;
    if (is_chosen) found = &backup;
  }
  if (found != nullptr) return *found;
  if (backups->empty()) return absl::NotFoundError(absl::StrCat("there is no backup in ", folder));
  const std::string wanted = !choice.id.empty() ? absl::StrCat("no backup ", choice.id)
                             : choice.at.has_value()
                                 ? absl::StrCat("no whole backup from before ", Shown(*choice.at))
                                 : std::string("no whole backup");
  return absl::NotFoundError(absl::StrCat(
      "there is ", wanted, " in ", folder, ", which has ", backups->front().id, " of ",
      Shown(backups->front().end_time), " to ", backups->back().id, " of ",
      Shown(backups->back().end_time), ": 'counterpointd backups list' shows them all"));
}

absl::Status VerifyStoredBackup(const std::string& folder, const std::string& id, absl::Time now,
                                const BackupProgress& progress) {
  const std::string directory = BackupDirectory(folder, id);
  if (NumberOf(id) == 0) return absl::NotFoundError(absl::StrCat("there is no backup ", directory));
  const auto manifest = ReadBackupManifest(FolderEnv(), directory);
  const std::uint64_t total = manifest.ok() ? manifest->bytes() : 0;
  std::uint64_t done = 0;
  absl::Status status = CheckBackup(FolderEnv(), directory, [&](std::uint64_t bytes) {
    done += bytes;
    return !progress || progress(done, total);
  });
  if (status.ok()) status = OpenToRead(directory);
  if (!status.ok() && !absl::IsDataLoss(status)) return status;
  const std::string note =
      status.ok()
          ? absl::StrCat(kVerified, absl::ToUnixMicros(now), "\n")
          : absl::StrCat(kDamaged, absl::ToUnixMicros(now), " ",
                         std::string(status.message().data(), status.message().size()), "\n");
  const absl::Status noted = WriteNote(directory, note);
  return status.ok() ? noted : status;
}

absl::StatusOr<std::unique_ptr<BackupFolder>> BackupFolder::Open(const std::string& folder) {
  rocksdb::Env& env = FolderEnv();
  absl::Status status = FromRocksDb(env.CreateDirIfMissing(folder), folder);
  if (!status.ok()) return status;
  std::unique_ptr<BackupFolder> opened(new BackupFolder(folder));
  status = FromRocksDb(env.LockFile(absl::StrCat(folder, "/LOCK"), &opened->lock_), folder);
  if (status.ok()) status = opened->RemoveBrokenOff();
  if (!status.ok()) return status;
  return opened;
}

BackupFolder::~BackupFolder() {
  if (lock_ != nullptr) FolderEnv().UnlockFile(lock_).PermitUncheckedError();
}

absl::Status BackupFolder::RemoveBrokenOff() const {
  const auto names = ListFiles(FolderEnv(), path_);
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    absl::string_view id = name;
    if (!absl::ConsumeSuffix(&id, kPartialEnding) || NumberOf(id) == 0) continue;
    const absl::Status removed = RemoveDirectory(FolderEnv(), absl::StrCat(path_, "/", name));
    if (!removed.ok()) return removed;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> BackupFolder::NextId() const {
  const auto backups = ListBackups(path_);
  if (!backups.ok()) return backups.status();
  const std::int64_t last = backups->empty() ? 0 : NumberOf(backups->back().id);
  return IdOf(std::max(last, last_number_) + 1);
}

absl::StatusOr<StoredBackup> BackupFolder::Make(AuditStore& store, const std::string& id,
                                                const BackupProgress& progress,
                                                const std::function<absl::Time()>& now) {
  last_number_ = std::max(last_number_, NumberOf(id));
  // Of one that could not be removed before.
  const absl::Status removed = RemoveBrokenOff();
  if (!removed.ok()) return removed;
  const auto backups = ListBackups(path_);
  if (!backups.ok()) return backups.status();
  BackupOptions options;
  // After a damaged one everything is copied, since what it shares may be the damage.
  if (!backups->empty() && backups->back().state == StoredBackup::State::kVerified) {
    options.share_with = BackupDirectory(path_, backups->back().id);
  }
  options.progress = progress;
  absl::Status status = store.BackUp(BackupDirectory(path_, id), options);
  if (status.ok()) status = VerifyStoredBackup(path_, id, now(), progress);
  if (!status.ok()) return status;
  return Describe(path_, id);
}

absl::StatusOr<int> BackupFolder::Prune(int keep, absl::Time oldest) {
  auto backups = ListBackups(path_);
  if (!backups.ok()) return backups.status();
  std::reverse(backups->begin(), backups->end());
  int whole = 0;
  int removed = 0;
  for (const StoredBackup& backup : *backups) {
    const bool is_surplus = whole >= keep || (whole > 0 && backup.begin_time < oldest);
    if (is_surplus) {
      const absl::Status status = Remove(backup.id);
      if (!status.ok()) return status;
      ++removed;
    } else if (backup.state != StoredBackup::State::kDamaged) {
      ++whole;
    }
  }
  return removed;
}

absl::Status BackupFolder::Remove(const std::string& id) const {
  rocksdb::Env& env = FolderEnv();
  const std::string directory = BackupDirectory(path_, id);
  // Renamed first, so that none is listed of which a part is gone.
  const std::string going = absl::StrCat(directory, kPartialEnding);
  const absl::Status renamed = FromRocksDb(env.RenameFile(directory, going), directory);
  return renamed.ok() ? RemoveDirectory(env, going) : renamed;
}

}  // namespace counterpoint::storage
