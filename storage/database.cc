#include "storage/database.h"

#include <algorithm>
#include <cstdarg>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/background_errors.h"
#include "storage/database_options.h"
#include "storage/directory.h"
#include "storage/format.h"
#include "storage/rocksdb_status.h"

namespace counterpoint::storage {
namespace {

// Where RocksDB is to write nothing into the directory.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

// RocksDB knows no exceptions: one that left it would leave what it counts wrong. So the
// process ends where memory runs out in it; the copy of the value is made outside.
rocksdb::Status Look(rocksdb::DB& db, const rocksdb::ReadOptions& options,
                     rocksdb::ColumnFamilyHandle* family, const rocksdb::Slice& key,
                     rocksdb::PinnableSlice& value) noexcept {
  return db.Get(options, family, key, &value);
}

}  // namespace

Database::Database(const StoreOptions& options)
    : path_(options.path),
      free_space_reserve_(options.free_space_reserve),
      errors_(std::make_shared<BackgroundErrors>()) {}

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const StoreOptions& options) {
  rocksdb::Env& env = options.env != nullptr ? *options.env : *rocksdb::Env::Default();
  absl::Status status = CheckDirectory(env, options.path, options.must_exist);
  if (!status.ok()) return status;
  std::unique_ptr<Database> database(new Database(options));
  status = database->OpenRocksDb(options, /*for_reading=*/false);
  if (!status.ok()) return status;
  status = CheckOrWriteFormat(*database);
  if (!status.ok()) return status;
  // RocksDB syncs what is in its directory, and not the directory's own name.
  // Who may not read the parent has been given the directory by somebody else.
  status = SyncDirectory(env, ParentOf(options.path));
  if (!status.ok() && !absl::IsPermissionDenied(status)) return status;
  return database;
}

absl::StatusOr<std::unique_ptr<Database>> Database::OpenForReading(const StoreOptions& options) {
  rocksdb::Env& env = options.env != nullptr ? *options.env : *rocksdb::Env::Default();
  absl::Status status = CheckDirectory(env, options.path, /*must_exist=*/true);
  if (!status.ok()) return status;
  std::unique_ptr<Database> database(new Database(options));
  status = database->OpenRocksDb(options, /*for_reading=*/true);
  if (status.ok()) status = CheckFormat(*database);
  if (!status.ok()) return status;
  return database;
}

absl::Status Database::OpenRocksDb(const StoreOptions& options, bool for_reading) {
  rocksdb::DBOptions db_options = DatabaseOptions(options);
  db_options.create_if_missing = !options.must_exist;
  db_options.listeners.push_back(errors_);
  const rocksdb::ColumnFamilyOptions family_options = ColumnFamilyOptions(options);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : kColumnFamilyNames) families.emplace_back(name, family_options);
  const bool had_database = db_options.env->FileExists(path_ + "/CURRENT").ok();
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  if (for_reading) db_options.info_log = std::make_shared<NoLog>();
  const rocksdb::Status status =
      for_reading ? rocksdb::DB::OpenForReadOnly(db_options, path_, families, &handles, &db)
                  : rocksdb::DB::Open(db_options, path_, families, &handles, &db);
  if (!status.ok()) {
    if (for_reading && status.IsInvalidArgument()) {
      return absl::FailedPreconditionError(absl::StrCat(
          path_,
          " is of an earlier format without an audit trail; a server that opens it adds one"));
    }
    // Of a database that is there, a missing file is a lost one.
    // Our options are fixed: RocksDB blames them where it can't read CURRENT.
    if (status.IsInvalidArgument()) {
      return FromRocksDb(rocksdb::Status::IOError(status.ToString()), path_);
    }
    const bool is_lost = had_database && status.subcode() == rocksdb::Status::kPathNotFound;
    return is_lost ? FromOpenRocksDb(status, path_) : FromRocksDb(status, path_);
  }
  db_.reset(db);
  std::copy(handles.begin(), handles.end(), handles_.begin());
  return absl::OkStatus();
}

Database::~Database() {
  if (db_ == nullptr) return;
  // What was written without a sync survives an orderly end. An error would
  // have no one to go to: none of it was promised. A log file that has failed
  // must not be touched again: RocksDB asserts that.
  if (errors_->first().ok()) db_->SyncWAL().PermitUncheckedError();
  // A compaction that is cut short where it writes deleted ranges only trips an
  // assertion of RocksDB: wait for its end.
  db_->PauseBackgroundWork().PermitUncheckedError();
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  db_->Close().PermitUncheckedError();
}

absl::StatusOr<std::optional<std::string>> Database::Get(ColumnFamily family, absl::string_view key,
                                                         const rocksdb::Snapshot* snapshot) const {
  rocksdb::ReadOptions read_options;
  read_options.snapshot = snapshot;
  rocksdb::PinnableSlice value;
  const rocksdb::Status status = Look(*db_, read_options, handle(family), ToSlice(key), value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromOpenRocksDb(status, path_);
  return std::optional<std::string>(value.ToString());
}

absl::Status Database::Write(rocksdb::WriteBatch& batch, bool sync) noexcept {
  const absl::Status writable = CheckWritable();
  if (!writable.ok()) return writable;
  rocksdb::WriteOptions write_options;
  write_options.sync = sync;
  const rocksdb::Status status = db_->Write(write_options, &batch);
  return status.ok() ? absl::OkStatus() : Failed(status);
}

absl::Status Database::CheckWritable() const {
  const rocksdb::Status stopped = errors_->first();
  if (!stopped.ok()) return Failed(stopped);
  std::uint64_t free = 0;
  const rocksdb::Status known = db_->GetEnv()->GetFreeSpace(path_, &free);
  // Where the system doesn't tell, writes show.
  if (!known.ok() || free >= free_space_reserve_) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(path_, ": the disk has ", free >> 20, " MiB left, and writes need ",
                   free_space_reserve_ >> 20, " MiB: free some space, and they go on"));
}

absl::Status Database::Failed(const rocksdb::Status& error) const {
  return FromOpenRocksDb(error, absl::StrCat(path_, " has to be opened again after"));
}

}  // namespace counterpoint::storage
