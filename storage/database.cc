#include "storage/database.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/background_errors.h"
#include "storage/database_options.h"
#include "storage/format.h"
#include "storage/rocksdb_status.h"

namespace counterpoint::storage {

Database::Database(std::string path)
    : path_(std::move(path)), errors_(std::make_shared<BackgroundErrors>()) {}

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const StoreOptions& options) {
  rocksdb::Env& env = options.env != nullptr ? *options.env : *rocksdb::Env::Default();
  absl::Status status = CheckDirectory(env, options.path, options.must_exist);
  if (!status.ok()) return status;
  std::unique_ptr<Database> database(new Database(options.path));
  status = database->OpenRocksDb(options);
  if (!status.ok()) return status;
  status = CheckOrWriteFormat(*database);
  if (!status.ok()) return status;
  return database;
}

absl::Status Database::OpenRocksDb(const StoreOptions& options) {
  rocksdb::DBOptions db_options = DatabaseOptions(options);
  db_options.create_if_missing = !options.must_exist;
  db_options.listeners.push_back(errors_);
  const rocksdb::ColumnFamilyOptions family_options = ColumnFamilyOptions(options);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : kColumnFamilyNames) families.emplace_back(name, family_options);
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(db_options, path_, families, &handles, &db);
  if (!status.ok()) return FromRocksDb(status, path_);
  db_.reset(db);
  std::copy(handles.begin(), handles.end(), handles_.begin());
  return absl::OkStatus();
}

Database::~Database() {
  if (db_ == nullptr) return;
  // What was written without a sync survives an orderly end. An error would
  // have no one to go to: none of it was promised. A log file that has failed
  // must not be touched again: RocksDB asserts that.
  if (!is_stopped()) db_->SyncWAL().PermitUncheckedError();
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  db_->Close().PermitUncheckedError();
}

absl::StatusOr<std::optional<std::string>> Database::Get(ColumnFamily family, absl::string_view key,
                                                         const rocksdb::Snapshot* snapshot) const {
  rocksdb::ReadOptions read_options;
  read_options.snapshot = snapshot;
  std::string value;
  const rocksdb::Status status = db_->Get(read_options, handle(family), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromRocksDb(status, path_);
  return std::optional<std::string>(std::move(value));
}

absl::Status Database::Write(rocksdb::WriteBatch& batch, bool sync) {
  const absl::Status resumed = Resume();
  if (!resumed.ok()) return resumed;
  rocksdb::WriteOptions write_options;
  write_options.sync = sync;
  return FromRocksDb(db_->Write(write_options, &batch), path_);
}

bool Database::is_stopped() const { return errors_->count() != resumed_errors_; }

absl::Status Database::Resume() {
  if (!is_stopped()) return absl::OkStatus();
  absl::MutexLock lock(&resume_mutex_);
  if (!is_stopped()) return absl::OkStatus();
  // Errors that come up meanwhile are beyond this count.
  const std::int64_t errors = errors_->count();
  const rocksdb::Status resumed = db_->Resume();
  if (resumed.ok()) {
    resumed_errors_ = errors;
    return absl::OkStatus();
  }
  return FromRocksDb(resumed, resumed.severity() >= rocksdb::Status::kFatalError
                                  ? absl::StrCat(path_, " has to be opened again after")
                                  : path_);
}

}  // namespace counterpoint::storage
