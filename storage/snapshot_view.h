// Reading the store as it was at one moment.
#pragma once

#include "rocksdb/snapshot.h"
#include "storage/database.h"
#include "storage/read_view.h"
#include "storage/stored_value.h"

namespace counterpoint::storage {

// A view made of a RocksDB snapshot. Borrows the database. Thread-safe.
class SnapshotView : public ReadView {
 public:
  explicit SnapshotView(const Database& database);
  ~SnapshotView() override;
  SnapshotView(const SnapshotView&) = delete;
  SnapshotView& operator=(const SnapshotView&) = delete;

  absl::StatusOr<std::int64_t> Revision(absl::string_view alliance) const override;
  absl::StatusOr<Record> Get(absl::string_view alliance, Collection collection,
                             absl::string_view id) const override;
  std::unique_ptr<RecordCursor> Scan(absl::string_view alliance, Collection collection,
                                     absl::string_view start_after) const override;
  absl::StatusOr<std::vector<std::string>> Alliances(absl::string_view start_after,
                                                     std::size_t limit) const override;
  absl::StatusOr<std::vector<Change>> ChangesAfter(absl::string_view alliance,
                                                   std::int64_t revision,
                                                   std::size_t limit) const override;
  absl::StatusOr<std::string> GetDerived(absl::string_view alliance, std::uint8_t kind,
                                         absl::string_view id) const override;
  std::unique_ptr<RecordCursor> ScanDerived(absl::string_view alliance,
                                            std::uint8_t kind) const override;

 private:
  absl::StatusOr<Head> GetHead(absl::string_view alliance) const;

  const Database& database_;
  const rocksdb::Snapshot* const snapshot_;
};

}  // namespace counterpoint::storage
