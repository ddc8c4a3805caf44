// The RocksDB database beneath a store.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"
#include "storage/column_family.h"
#include "storage/store_options.h"

namespace counterpoint::storage {

class BackgroundErrors;

// An open database of a known format. Thread-safe.
class Database {
 public:
  // Errors: as Store::Open.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const StoreOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // The value as of `snapshot`, the present one where it is null; nullopt where
  // there is none. Errors: DATA_LOSS, UNAVAILABLE.
  absl::StatusOr<std::optional<std::string>> Get(ColumnFamily family, absl::string_view key,
                                                 const rocksdb::Snapshot* snapshot) const;

  // Writes all of the batch or nothing, after Resume. Errors:
  // RESOURCE_EXHAUSTED, UNAVAILABLE, DATA_LOSS; the batch is not visible then,
  // but may be after a restart.
  absl::Status Write(rocksdb::WriteBatch& batch, bool sync) ABSL_LOCKS_EXCLUDED(resume_mutex_);

  // Takes writes again where an earlier I/O error has stopped the database.
  // Succeeds once a full disk has room again; after other errors the database
  // has to be opened anew. Errors: as Write.
  absl::Status Resume() ABSL_LOCKS_EXCLUDED(resume_mutex_);

  rocksdb::DB& rocks() const { return *db_; }
  rocksdb::ColumnFamilyHandle* handle(ColumnFamily family) const {
    return handles_[static_cast<std::size_t>(family)];
  }
  const std::string& path() const { return path_; }

 private:
  explicit Database(std::string path);
  absl::Status OpenRocksDb(const StoreOptions& options);
  bool is_stopped() const;

  const std::string path_;
  std::shared_ptr<BackgroundErrors> errors_;
  std::unique_ptr<rocksdb::DB> db_;
  std::array<rocksdb::ColumnFamilyHandle*, kColumnFamilies> handles_{};
  absl::Mutex resume_mutex_;  // One attempt to resume at a time.
  // How many of errors_ the database has been resumed after.
  std::atomic<std::int64_t> resumed_errors_ = 0;
};

}  // namespace counterpoint::storage
