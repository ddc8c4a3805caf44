// A folder of backups, of which the newest are kept.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/audit_store.h"
#include "storage/backup_options.h"

namespace rocksdb {
class FileLock;
}

namespace counterpoint::storage {

// A backup that is complete: a directory of the folder, named by its number.
struct StoredBackup {
  enum class State {
    kUnverified,
    kVerified,  // All files were read again after they had been written.
    kDamaged,
  };

  std::string id;  // Of at least six digits, "000017"; the next one has a higher number.
  // What was acknowledged before the beginning is in it, and nothing from after the end.
  // 1970 where a program that did not tell made it, or its manifest cannot be read.
  absl::Time begin_time = absl::UnixEpoch();
  absl::Time end_time = absl::UnixEpoch();
  std::int64_t sequence = 0;
  std::uint64_t bytes = 0;  // Those that it shares with other backups included.
  std::int64_t files = 0;
  State state = State::kUnverified;
  absl::Time verify_time = absl::UnixEpoch();
  std::string fault;  // Of a damaged one.
};

// Which backup of a folder: by id, else the newest whose end is at or before `at`, else
// the newest. Of the last two those that are known to be damaged are passed over.
struct BackupChoice {
  std::string id;
  std::optional<absl::Time> at;
};

// In order of their numbers. Those in the making are none. Errors: NOT_FOUND (no folder)
// and as FromRocksDb.
absl::StatusOr<std::vector<StoredBackup>> ListBackups(const std::string& folder);

// Errors: as ListBackups(), and NOT_FOUND that says what there is instead.
absl::StatusOr<StoredBackup> FindBackup(const std::string& folder, const BackupChoice& choice);

// The directory of a backup.
std::string BackupDirectory(const std::string& folder, absl::string_view id);

// Reads every file of a backup, opens it to read, and notes beside it at `now` whether it
// is whole. `progress` may be empty. Errors: NOT_FOUND, DATA_LOSS (which is noted too),
// others where it could not be found out, CANCELLED by the progress.
absl::Status VerifyStoredBackup(const std::string& folder, const std::string& id, absl::Time now,
                                const BackupProgress& progress);

// For the one process that makes backups; others may list, verify and restore meanwhile.
// Thread-compatible.
class BackupFolder {
 public:
  // Makes the folder where it is missing, and removes what broken-off backups have left.
  // Errors: NOT_FOUND (no parent directory), UNAVAILABLE (another process has it), and
  // as FromRocksDb.
  static absl::StatusOr<std::unique_ptr<BackupFolder>> Open(const std::string& folder);
  ~BackupFolder();
  BackupFolder(const BackupFolder&) = delete;
  BackupFolder& operator=(const BackupFolder&) = delete;

  const std::string& path() const { return path_; }

  // The id of the backup that Make() makes next. Each is given once, also one that
  // failed. Errors: as ListBackups().
  absl::StatusOr<std::string> NextId() const;

  // Copies the store as it is, tables that a backup before has too by a link, and then
  // verifies the copy at a time that `now` gives; both tell `progress`. Errors: those of
  // Store::Backup, after which nothing of it is there; CANCELLED, after which it is not
  // there or not verified; DATA_LOSS where it was damaged while it was written: it is then
  // listed as damaged.
  absl::StatusOr<StoredBackup> Make(AuditStore& store, const std::string& id,
                                    const BackupProgress& progress,
                                    const std::function<absl::Time()>& now);

  // Removes backups that are not of the `keep` newest whole ones, or began before
  // `oldest`; never the newest whole one. How many went. Errors: as FromRocksDb.
  absl::StatusOr<int> Prune(int keep, absl::Time oldest);

 private:
  explicit BackupFolder(std::string path) : path_(std::move(path)) {}
  absl::Status RemoveBrokenOff() const;
  absl::Status Remove(const std::string& id) const;

  const std::string path_;
  rocksdb::FileLock* lock_ = nullptr;
  std::int64_t last_number_ = 0;
};

}  // namespace counterpoint::storage
