// Backups of the store while it serves.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "counterpoint/v1/backup_service.pb.h"
#include "service/backups/backup_settings.h"
#include "service/threads/steady_signal.h"
#include "storage/audit_store.h"
#include "storage/backup_folder.h"

namespace counterpoint::service {

// Makes them one after the other on a thread of its own: those that are asked for, and
// where there is an interval one whenever it is time. How long it is to the next is
// measured by a clock that does not jump, so a change of the system's time neither
// leaves one out nor brings two. After one, and every hour, it removes what is too old or
// too many. Borrows the store. Thread-safe.
class Backups {
 public:
  using Report = std::function<void(const absl::Status&)>;

  // `clock` gives the times that are recorded; `report` is told of backups that failed, on
  // the thread of this. Errors: INVALID_ARGUMENT (no folder, or one within the store's
  // directory), those of storage::BackupFolder::Open().
  static absl::StatusOr<std::unique_ptr<Backups>> Open(const BackupSettings& settings,
                                                       const std::string& store_directory,
                                                       storage::AuditStore& store,
                                                       std::function<absl::Time()> clock,
                                                       Report report);
  // Stops.
  ~Backups();
  Backups(const Backups&) = delete;
  Backups& operator=(const Backups&) = delete;

  // Breaks off what is being made, and begins nothing more.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  // Errors: those of BackupService.
  absl::StatusOr<v1::Backup> Begin() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<v1::Backup> Get(absl::string_view id) const ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<v1::ListBackupsResponse> List() const ABSL_LOCKS_EXCLUDED(mutex_);

  struct Totals {
    std::int64_t made = 0;  // Since the start, verified.
    std::int64_t failed = 0;
    bool is_under_way = false;
    std::int64_t kept = 0;  // That are there and not damaged.
    // Of the newest whole one, also of an earlier start.
    std::optional<absl::Duration> age;
    std::int64_t bytes = 0;
  };
  Totals CurrentTotals() const ABSL_LOCKS_EXCLUDED(mutex_);

  const BackupSettings& settings() const { return settings_; }

 private:
  enum class Step { kStop, kWait, kMake };

  Backups(const BackupSettings& settings, std::unique_ptr<storage::BackupFolder> folder,
          storage::AuditStore& store, std::function<absl::Time()> clock, Report report);
  void MakeUntilStopped() ABSL_LOCKS_EXCLUDED(mutex_);
  Step NextStep(bool is_due) ABSL_LOCKS_EXCLUDED(mutex_);
  // What is under way; whether it is there, verified.
  bool MakeOne() ABSL_LOCKS_EXCLUDED(mutex_);
  void Prune();
  bool IsStopping() const ABSL_LOCKS_EXCLUDED(mutex_);
  bool NoteProgress(std::uint64_t done, std::uint64_t total) ABSL_LOCKS_EXCLUDED(mutex_);
  // Recomputes what the totals say of the folder.
  void Look() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Duration UntilFirst() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Gives the next backup its number. Errors: those of storage::BackupFolder::NextId().
  absl::Status Announce(bool scheduled) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const BackupSettings settings_;
  const std::unique_ptr<storage::BackupFolder> folder_;
  storage::AuditStore& store_;
  const std::function<absl::Time()> clock_;
  const Report report_;
  SteadySignal wake_;

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<v1::Backup> under_way_ ABSL_GUARDED_BY(mutex_);  // From its announcement on.
  std::optional<v1::Backup> last_failed_ ABSL_GUARDED_BY(mutex_);
  Totals totals_ ABSL_GUARDED_BY(mutex_);  // Without the age.
  std::optional<absl::Time> newest_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace counterpoint::service
