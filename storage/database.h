// The RocksDB database beneath a store.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
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
  // Changes nothing, not even RocksDB's own log, and takes no lock: of a backup, or while
  // another process has it open. Errors: as Open() where `must_exist`,
  // FAILED_PRECONDITION (an earlier format).
  static absl::StatusOr<std::unique_ptr<Database>> OpenForReading(const StoreOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // The value as of `snapshot`, the present one where it is null; nullopt where
  // there is none. Errors: DATA_LOSS, UNAVAILABLE.
  absl::StatusOr<std::optional<std::string>> Get(ColumnFamily family, absl::string_view key,
                                                 const rocksdb::Snapshot* snapshot) const;

  // Writes all of the batch or nothing. Errors: those of CheckWritable, which
  // have written nothing; others, after which the batch is not visible, but may
  // be there after a restart. Ends the process where memory runs out within RocksDB, whose
  // writes cannot be broken off.
  absl::Status Write(rocksdb::WriteBatch& batch, bool sync) noexcept;

  // Whether the database takes writes. Errors: RESOURCE_EXHAUSTED while there is
  // less room than the reserve; after an I/O error, until the database is opened
  // again, that error's, with words to that effect.
  absl::Status CheckWritable() const;

  rocksdb::DB& rocks() const { return *db_; }
  rocksdb::ColumnFamilyHandle* handle(ColumnFamily family) const {
    return handles_[static_cast<std::size_t>(family)];
  }
  const std::string& path() const { return path_; }

 private:
  explicit Database(const StoreOptions& options);
  absl::Status OpenRocksDb(const StoreOptions& options, bool for_reading);
  absl::Status Failed(const rocksdb::Status& error) const;

  const std::string path_;
  const std::uint64_t free_space_reserve_;
  std::shared_ptr<BackgroundErrors> errors_;
  std::unique_ptr<rocksdb::DB> db_;
  std::array<rocksdb::ColumnFamilyHandle*, kColumnFamilies> handles_{};
};

}  // namespace counterpoint::storage
