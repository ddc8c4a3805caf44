#include "storage/snapshot_view.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/key_codec.h"
#include "storage/key_layout.h"
#include "storage/range_iterator.h"
#include "storage/record_name.h"

namespace counterpoint::storage {
namespace {

absl::Status DamagedKey(const Database& database) {
  return absl::DataLossError(absl::StrCat(database.path(), ": a key is damaged"));
}

// Walks over records, or over derived data, whose keys have the same form.
class Cursor : public RecordCursor {
 public:
  enum class Values { kRecords, kPayloads };

  Cursor(const Database& database, KeyRange range, const rocksdb::Snapshot* snapshot, Values values)
      : database_(database),
        values_(values),
        iterator_(database,
                  values == Values::kRecords ? ColumnFamily::kRecords : ColumnFamily::kDerived,
                  std::move(range), snapshot) {}

  absl::StatusOr<bool> Next(Record& record) override {
    if (!iterator_.Valid()) {
      const absl::Status status = iterator_.status();
      if (!status.ok()) return status;
      return false;
    }
    std::string alliance;
    std::uint8_t collection = 0;
    std::string id;
    if (!ParseRecordKey(iterator_.key(), alliance, collection, id)) return DamagedKey(database_);
    if (values_ == Values::kPayloads) {
      record = Record();
      record.id = std::move(id);
      record.payload = std::string(iterator_.value());
    } else {
      auto decoded = DecodeRecord(iterator_.value(), std::move(id));
      if (!decoded.ok()) return decoded.status();
      record = *std::move(decoded);
    }
    iterator_.Next();
    return true;
  }

 private:
  const Database& database_;
  const Values values_;
  RangeIterator iterator_;
};

}  // namespace

SnapshotView::SnapshotView(const Database& database)
    : database_(database), snapshot_(database.rocks().GetSnapshot()) {}

SnapshotView::~SnapshotView() { database_.rocks().ReleaseSnapshot(snapshot_); }

absl::StatusOr<Head> SnapshotView::GetHead(absl::string_view alliance) const {
  const auto value = database_.Get(ColumnFamily::kHeads, AllianceKey(alliance), snapshot_);
  if (!value.ok()) return value.status();
  return value->has_value() ? DecodeHead(**value) : Head();
}

absl::StatusOr<std::int64_t> SnapshotView::Revision(absl::string_view alliance) const {
  const auto head = GetHead(alliance);
  if (!head.ok()) return head.status();
  return head->revision;
}

absl::StatusOr<Record> SnapshotView::Get(absl::string_view alliance, Collection collection,
                                         absl::string_view id) const {
  const auto value =
      database_.Get(ColumnFamily::kRecords, RecordKey(alliance, collection, id), snapshot_);
  if (!value.ok()) return value.status();
  if (!value->has_value()) {
    return absl::NotFoundError(
        absl::StrCat(RecordName(alliance, collection, id), " does not exist"));
  }
  return DecodeRecord(**value, std::string(id));
}

std::unique_ptr<RecordCursor> SnapshotView::Scan(absl::string_view alliance, Collection collection,
                                                 absl::string_view start_after) const {
  return std::make_unique<Cursor>(database_, RecordsAfter(alliance, collection, start_after),
                                  snapshot_, Cursor::Values::kRecords);
}

absl::StatusOr<std::vector<std::string>> SnapshotView::Alliances(absl::string_view start_after,
                                                                 std::size_t limit) const {
  KeyRange all;
  if (!start_after.empty()) all.first = AllianceRange(start_after).limit;
  std::vector<std::string> alliances;
  RangeIterator it(database_, ColumnFamily::kRecords, std::move(all), snapshot_);
  while (alliances.size() < limit && it.Valid()) {
    std::string alliance;
    std::uint8_t collection = 0;
    std::string id;
    if (!ParseRecordKey(it.key(), alliance, collection, id)) return DamagedKey(database_);
    // The record of kAlliance is the first of all, if it is there.
    const bool exists = collection == static_cast<std::uint8_t>(Collection::kAlliance);
    it.Seek(AllianceRange(alliance).limit);
    if (exists) alliances.push_back(std::move(alliance));
  }
  const absl::Status status = it.status();
  if (!status.ok()) return status;
  return alliances;
}

absl::StatusOr<std::vector<Change>> SnapshotView::ChangesAfter(absl::string_view alliance,
                                                               std::int64_t revision,
                                                               std::size_t limit) const {
  const auto head = GetHead(alliance);
  if (!head.ok()) return head.status();
  if (revision < head->trimmed_revision || revision > head->revision) {
    return absl::OutOfRangeError(absl::StrCat(
        "changes of alliance \"", alliance, "\" are known after revision ", head->trimmed_revision,
        " up to ", head->revision, ", and not after ", revision));
  }
  std::vector<Change> changes;
  RangeIterator it(database_, ColumnFamily::kChanges,
                   ChangesRange(alliance, revision, head->revision), snapshot_);
  for (std::int64_t expected = revision + 1; changes.size() < limit && it.Valid();
       ++expected, it.Next()) {
    std::string parsed_alliance;
    std::int64_t parsed_revision = 0;
    if (!ParseChangesKey(it.key(), parsed_alliance, parsed_revision) ||
        parsed_revision != expected) {
      return absl::DataLossError(absl::StrCat("changes of alliance \"", alliance, "\" at revision ",
                                              expected, " are missing"));
    }
    auto commit = DecodeChanges(it.value(), expected);
    if (!commit.ok()) return commit.status();
    for (Change& change : commit->changes) changes.push_back(std::move(change));
  }
  const absl::Status status = it.status();
  if (!status.ok()) return status;
  return changes;
}

absl::StatusOr<std::string> SnapshotView::GetDerived(absl::string_view alliance, std::uint8_t kind,
                                                     absl::string_view id) const {
  auto value = database_.Get(ColumnFamily::kDerived, DerivedKey(alliance, kind, id), snapshot_);
  if (!value.ok()) return value.status();
  if (!value->has_value()) {
    return absl::NotFoundError(absl::StrCat("no derived data of kind ", kind, " for \"", id,
                                            "\" of alliance \"", alliance, "\""));
  }
  return **std::move(value);
}

std::unique_ptr<RecordCursor> SnapshotView::ScanDerived(absl::string_view alliance,
                                                        std::uint8_t kind) const {
  return std::make_unique<Cursor>(database_, DerivedRange(alliance, kind), snapshot_,
                                  Cursor::Values::kPayloads);
}

}  // namespace counterpoint::storage
