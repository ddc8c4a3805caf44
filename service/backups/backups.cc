#include "service/backups/backups.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/backups/backup_message.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::service {
namespace {

namespace fs = std::filesystem;

// How soon one that failed is tried again, unless the interval is shorter.
constexpr absl::Duration kRetry = absl::Minutes(5);
// How often what is too old is looked for.
constexpr absl::Duration kPruning = absl::Hours(1);

bool IsWithin(const fs::path& inner, const fs::path& outer) {
  std::error_code failed;
  const fs::path a = fs::weakly_canonical(fs::absolute(inner), failed);
  const fs::path b = fs::weakly_canonical(fs::absolute(outer), failed);
  return std::mismatch(b.begin(), b.end(), a.begin(), a.end()).first == b.end();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Backups>> Backups::Open(const BackupSettings& settings,
                                                       const std::string& store_directory,
                                                       storage::AuditStore& store,
                                                       std::function<absl::Time()> clock,
                                                       Report report) {
  if (settings.folder.empty()) {
    return absl::InvalidArgumentError("backups.directory: must name a folder for backups");
  }
  if (IsWithin(settings.folder, store_directory)) {
    return absl::InvalidArgumentError(
        absl::StrCat("backups.directory: ", settings.folder, " is within the data, ",
                     store_directory, "; name a folder beside it, best on another disk"));
  }
  auto folder = storage::BackupFolder::Open(settings.folder);
  if (!folder.ok()) return folder.status();
  std::unique_ptr<Backups> backups(
      new Backups(settings, *std::move(folder), store, std::move(clock), std::move(report)));
  backups->Look();
  backups->thread_ = std::thread([made = backups.get()] { made->MakeUntilStopped(); });
  return backups;
}

Backups::Backups(const BackupSettings& settings, std::unique_ptr<storage::BackupFolder> folder,
                 storage::AuditStore& store, std::function<absl::Time()> clock, Report report)
    : settings_(settings),
      folder_(std::move(folder)),
      store_(store),
      clock_(std::move(clock)),
      report_(std::move(report)) {}

Backups::~Backups() {
  Stop();
  if (thread_.joinable()) thread_.join();
}

void Backups::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  wake_.Set();
}

absl::Status Backups::Announce(bool scheduled) {
  auto id = folder_->NextId();
  if (!id.ok()) return id.status();
  v1::Backup backup;
  backup.set_name(BackupName(*id));
  backup.set_state(v1::Backup::MAKING);
  *backup.mutable_begin_time() = conversion::ToTimestamp(clock_());
  backup.set_scheduled(scheduled);
  under_way_ = std::move(backup);
  totals_.is_under_way = true;
  return absl::OkStatus();
}

absl::StatusOr<v1::Backup> Backups::Begin() {
  absl::MutexLock lock(&mutex_);
  if (stopping_) return absl::UnavailableError("the server ends");
  if (under_way_) {
    return absl::AbortedError(
        absl::StrCat(under_way_->name(), " is being made; wait for its end, or try again then"));
  }
  const absl::Status announced = Announce(/*scheduled=*/false);
  if (!announced.ok()) return announced;
  wake_.Set();
  return *under_way_;
}

absl::StatusOr<v1::Backup> Backups::Get(absl::string_view id) const {
  const std::string name = BackupName(id);
  {
    absl::MutexLock lock(&mutex_);
    if (under_way_ && under_way_->name() == name) return *under_way_;
  }
  const auto backups = storage::ListBackups(folder_->path());
  if (!backups.ok()) return backups.status();
  for (const storage::StoredBackup& backup : *backups) {
    if (backup.id == id) return BackupMessage(backup);
  }
  absl::MutexLock lock(&mutex_);
  if (last_failed_ && last_failed_->name() == name) return *last_failed_;
  return absl::NotFoundError(absl::StrCat("there is no ", name));
}

absl::StatusOr<v1::ListBackupsResponse> Backups::List() const {
  const auto backups = storage::ListBackups(folder_->path());
  if (!backups.ok()) return backups.status();
  v1::ListBackupsResponse response;
  absl::MutexLock lock(&mutex_);
  for (auto backup = backups->rbegin(); backup != backups->rend(); ++backup) {
    // Between its being there and its being verified it is not done.
    if (under_way_ && under_way_->name() == BackupName(backup->id)) continue;
    *response.add_backups() = BackupMessage(*backup);
  }
  if (under_way_) *response.mutable_under_way() = *under_way_;
  response.set_max_age_seconds(absl::ToInt64Seconds(settings_.max_age));
  response.set_keep(settings_.keep);
  return response;
}

Backups::Totals Backups::CurrentTotals() const {
  absl::MutexLock lock(&mutex_);
  Totals totals = totals_;
  if (newest_) totals.age = std::max(clock_() - *newest_, absl::ZeroDuration());
  return totals;
}

void Backups::Look() {
  const auto backups = storage::ListBackups(folder_->path());
  if (!backups.ok()) return report_(backups.status());
  absl::MutexLock lock(&mutex_);
  totals_.kept = 0;
  newest_.reset();
  for (const storage::StoredBackup& backup : *backups) {
    if (backup.state == storage::StoredBackup::State::kDamaged) continue;
    ++totals_.kept;
    newest_ = backup.begin_time;
    totals_.bytes = static_cast<std::int64_t>(backup.bytes);
  }
}

// What is left of the interval since the newest; all of it where the clock says that it
// is from the future, and never more.
absl::Duration Backups::UntilFirst() const {
  absl::MutexLock lock(&mutex_);
  if (!newest_) return absl::ZeroDuration();
  const absl::Duration age = clock_() - *newest_;
  if (age < absl::ZeroDuration()) return settings_.interval;
  return std::max(settings_.interval - age, absl::ZeroDuration());
}

void Backups::MakeUntilStopped() {
  const bool is_scheduled = settings_.interval > absl::ZeroDuration();
  absl::Duration due = is_scheduled ? SteadyNow() + UntilFirst() : absl::InfiniteDuration();
  for (;;) {
    Prune();
    Look();
    wake_.Await(std::min(due - SteadyNow(), kPruning));
    wake_.Clear();
    const absl::Duration now = SteadyNow();
    const Step step = NextStep(now >= due);
    if (step == Step::kStop) return;
    const bool is_made = step == Step::kMake && MakeOne();
    // The interval is from beginning to beginning.
    if (is_scheduled && (is_made || now >= due)) {
      due = now + (is_made ? settings_.interval : std::min(settings_.interval, kRetry));
    }
  }
}

Backups::Step Backups::NextStep(bool is_due) {
  absl::Status announced;
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return Step::kStop;
    if (under_way_) return Step::kMake;
    if (!is_due) return Step::kWait;
    announced = Announce(/*scheduled=*/true);
    if (announced.ok()) return Step::kMake;
    ++totals_.failed;
  }
  report_(announced);
  return Step::kWait;
}

bool Backups::MakeOne() {
  std::string id;
  {
    absl::MutexLock lock(&mutex_);
    id = *ParseBackupName(under_way_->name());
  }
  const auto made = folder_->Make(
      store_, id,
      [this](std::uint64_t done, std::uint64_t total) { return NoteProgress(done, total); },
      clock_);
  if (!made.ok() && !IsStopping()) {
    report_(absl::Status(made.status().code(),
                         absl::StrCat(BackupName(id), ": ", made.status().message())));
  }
  absl::MutexLock lock(&mutex_);
  totals_.is_under_way = false;
  if (made.ok()) {
    ++totals_.made;
    last_failed_.reset();
  } else {
    ++totals_.failed;
    last_failed_ = *under_way_;
    last_failed_->set_state(v1::Backup::FAILED);
    last_failed_->set_fault(std::string(made.status().message()));
  }
  under_way_.reset();
  return made.ok();
}

bool Backups::IsStopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

bool Backups::NoteProgress(std::uint64_t done, std::uint64_t total) {
  absl::MutexLock lock(&mutex_);
  under_way_->set_bytes_done(static_cast<std::int64_t>(done));
  under_way_->set_bytes_to_do(static_cast<std::int64_t>(total));
  return !stopping_;
}

void Backups::Prune() {
  const bool by_age = settings_.max_age > absl::ZeroDuration();
  const auto removed =
      folder_->Prune(settings_.keep, by_age ? clock_() - settings_.max_age : absl::InfinitePast());
  if (!removed.ok()) report_(removed.status());
}

}  // namespace counterpoint::service
