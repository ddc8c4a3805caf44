// Writes that are collected to take place together.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rocksdb/write_batch.h"
#include "storage/column_family.h"
#include "storage/database.h"
#include "storage/key_layout.h"
#include "storage/stored_value.h"

namespace counterpoint::storage {

// A batch in the making, and the database as it will be once the batch is
// written. Borrows the database. Not thread-safe.
class Staging {
 public:
  // `now_micros` is the time for all that is staged.
  Staging(Database& database, std::int64_t now_micros)
      : database_(database), now_micros_(now_micros) {}
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  std::int64_t now_micros() const { return now_micros_; }

  // The value staged, else the database's. Does not see DeleteRange. Errors: as
  // Database::Get.
  absl::StatusOr<std::optional<std::string>> Get(ColumnFamily family, absl::string_view key) const;
  absl::StatusOr<Head> GetHead(absl::string_view alliance) const;
  absl::StatusOr<std::optional<Record>> GetRecord(absl::string_view alliance, Collection collection,
                                                  absl::string_view id) const;
  absl::StatusOr<std::optional<StoredRequest>> GetRequest(absl::string_view alliance,
                                                          absl::string_view request_id) const;

  void Put(ColumnFamily family, const std::string& key, std::string value);
  void Delete(ColumnFamily family, const std::string& key);
  // For many keys: a range costs the same whatever is in it. Of few keys rather
  // delete each, since RocksDB 7.8 ends the process by an assertion where the
  // disk fails in the compaction of a table with nothing but deleted ranges.
  // REQUIRES: no key of the range is read through this object afterwards.
  void DeleteRange(ColumnFamily family, const KeyRange& range);
  void PutHead(absl::string_view alliance, const Head& head);

  const Database& database() const { return database_; }
  bool empty() const { return batch_.Count() == 0; }
  absl::Status Write(bool sync) { return database_.Write(batch_, sync); }

 private:
  // nullopt where the key is deleted.
  using Overlay = absl::flat_hash_map<std::string, std::optional<std::string>>;

  Database& database_;
  const std::int64_t now_micros_;
  rocksdb::WriteBatch batch_;
  std::array<Overlay, kColumnFamilies> overlays_;
};

}  // namespace counterpoint::storage
