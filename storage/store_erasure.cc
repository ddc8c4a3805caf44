#include "storage/store_erasure.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "rocksdb/options.h"
#include "storage/audit_codec.h"
#include "storage/forget.h"
#include "storage/key_codec.h"
#include "storage/key_layout.h"
#include "storage/range_iterator.h"
#include "storage/rocksdb_status.h"

namespace counterpoint::storage {
namespace {

// Few enough that commits wait for milliseconds only.
constexpr std::size_t kMaxBatch = 500;
constexpr std::int64_t kMaxTrimmed = 500;
constexpr absl::Duration kLookAgain = absl::Milliseconds(10);

bool ParseRequestKey(absl::string_view key, std::string& alliance, std::string& request_id) {
  KeyReader reader(key);
  return reader.ReadString(alliance) && reader.ReadString(request_id) && reader.AtEnd();
}

// Where a family has something of the alliance; in the trail that is names, and they
// may be in any chain.
KeyRange RangeIn(ColumnFamily family, absl::string_view alliance) {
  return family == ColumnFamily::kAudit ? AllAuditNamesRange() : AllianceRange(alliance);
}

}  // namespace

absl::StatusOr<std::int64_t> StoreErasure::ForgetRequests(
    absl::string_view alliance,
    absl::FunctionRef<bool(absl::string_view request_id, absl::string_view reply)> visit,
    bool only_look) {
  std::vector<RequestTime> found;
  RangeIterator it(database_, ColumnFamily::kRequests, AllianceRange(alliance), nullptr);
  for (; it.Valid(); it.Next()) {
    std::string parsed;
    RequestTime request;
    const auto stored = DecodeRequest(it.value());
    if (!stored.ok()) return stored.status();
    if (!ParseRequestKey(it.key(), parsed, request.request_id)) {
      return absl::DataLossError("a key of a request is damaged");
    }
    if (!visit(request.request_id, stored->reply)) continue;
    request.micros = stored->commit_micros;
    found.push_back(std::move(request));
  }
  if (!it.status().ok()) return it.status();
  for (std::size_t i = 0; !only_look && i < found.size(); i += kMaxBatch) {
    const auto first = found.begin() + static_cast<std::ptrdiff_t>(i);
    const auto count = static_cast<std::ptrdiff_t>(std::min(kMaxBatch, found.size() - i));
    class ForgetRequests forget(std::string(alliance), {first, first + count});
    const absl::Status status = queue_.Run(forget);
    if (!status.ok()) return status;
  }
  return static_cast<std::int64_t>(found.size());
}

absl::Status StoreErasure::TrimChanges(absl::string_view alliance, std::int64_t revision) {
  const auto value = database_.Get(ColumnFamily::kHeads, AllianceKey(alliance), nullptr);
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absl::OkStatus();
  const auto head = DecodeHead(**value);
  if (!head.ok()) return head.status();
  const std::int64_t last = std::min(revision, head->revision);
  for (std::int64_t trimmed = head->trimmed_revision; trimmed < last;) {
    trimmed = std::min(trimmed + kMaxTrimmed, last);
    class TrimChanges trim(std::string(alliance), trimmed);
    const absl::Status status = queue_.Run(trim);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status StoreErasure::RewriteFiles(absl::string_view alliance,
                                        absl::FunctionRef<bool()> give_up) {
  return rewrites_.Run(
      alliance, [&] { return Rewrite(alliance, give_up); }, give_up);
}

absl::Status StoreErasure::Rewrite(absl::string_view alliance, absl::FunctionRef<bool()> give_up) {
  const absl::Status writable = database_.CheckWritable();
  if (!writable.ok()) return writable;
  rocksdb::DB& db = database_.rocks();
  const std::uint64_t present = db.GetLatestSequenceNumber();
  for (;;) {
    pins_.DropAll();
    std::uint64_t snapshots = 0;
    std::uint64_t oldest = 0;
    if (db.GetIntProperty(rocksdb::DB::Properties::kNumSnapshots, &snapshots) && snapshots == 0) {
      break;
    }
    if (db.GetIntProperty(rocksdb::DB::Properties::kOldestSnapshotSequence, &oldest) &&
        oldest >= present) {
      break;
    }
    if (give_up()) {
      return absl::UnavailableError(
          "all is deleted, but a reader still holds its bytes on the disk; try again later");
    }
    absl::SleepFor(kLookAgain);
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  for (std::size_t i = 0; i < kColumnFamilies; ++i) {
    handles.push_back(database_.handle(static_cast<ColumnFamily>(i)));
  }
  rocksdb::Status status = db.Flush(rocksdb::FlushOptions(), handles);
  rocksdb::CompactRangeOptions compaction;
  compaction.exclusive_manual_compaction = false;
  compaction.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  for (const ColumnFamily family :
       {ColumnFamily::kRecords, ColumnFamily::kChanges, ColumnFamily::kRequests,
        ColumnFamily::kRequestTimes, ColumnFamily::kExpiry, ColumnFamily::kDerived,
        ColumnFamily::kAudit}) {
    if (!status.ok()) break;
    const KeyRange range = RangeIn(family, alliance);
    const rocksdb::Slice first = ToSlice(range.first);
    const rocksdb::Slice limit = ToSlice(range.limit);
    status = db.CompactRange(compaction, database_.handle(family), &first, &limit);
  }
  return status.ok() ? absl::OkStatus() : FromOpenRocksDb(status, database_.path());
}

}  // namespace counterpoint::storage
