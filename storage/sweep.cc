#include "storage/sweep.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/expire.h"
#include "storage/forget.h"
#include "storage/key_layout.h"
#include "storage/range_iterator.h"

namespace counterpoint::storage {
namespace {

// Entries in one commit: small enough that other commits wait for milliseconds
// only.
constexpr std::size_t kMaxBatch = 500;

absl::Status DamagedKey(const Database& database) {
  return absl::DataLossError(absl::StrCat(database.path(), ": a key is damaged"));
}

// The first entries of the expiry index that are due.
absl::StatusOr<std::vector<Expiry>> DueExpiries(const Database& database,
                                                const std::string& alliance, std::int64_t micros) {
  std::vector<Expiry> due;
  RangeIterator it(database, ColumnFamily::kExpiry, ExpiryRange(alliance, micros), nullptr);
  for (; it.Valid() && due.size() < kMaxBatch; it.Next()) {
    Expiry& expiry = due.emplace_back();
    std::string parsed;
    std::uint8_t collection = 0;
    if (!ParseExpiryKey(it.key(), parsed, expiry.micros, collection, expiry.id)) {
      return DamagedKey(database);
    }
    expiry.collection = static_cast<Collection>(collection);
  }
  const absl::Status status = it.status();
  if (!status.ok()) return status;
  return due;
}

absl::StatusOr<std::vector<RequestTime>> OldRequests(const Database& database,
                                                     const std::string& alliance,
                                                     std::int64_t micros) {
  std::vector<RequestTime> old;
  RangeIterator it(database, ColumnFamily::kRequestTimes, RequestTimesRange(alliance, micros),
                   nullptr);
  for (; it.Valid() && old.size() < kMaxBatch; it.Next()) {
    RequestTime& request = old.emplace_back();
    std::string parsed;
    if (!ParseRequestTimeKey(it.key(), parsed, request.micros, request.request_id)) {
      return DamagedKey(database);
    }
  }
  const absl::Status status = it.status();
  if (!status.ok()) return status;
  return old;
}

}  // namespace

Sweep::Sweep(const Database& database, WriteQueue& queue, const Store::Listener& listener,
             Options options, absl::Time now)
    : database_(database),
      queue_(queue),
      listener_(listener),
      now_micros_(absl::ToUnixMicros(now)),
      last_request_micros_(absl::ToUnixMicros(now - options.request_retention)),
      last_change_micros_(absl::ToUnixMicros(now - options.change_retention)) {}

absl::StatusOr<Store::Swept> Sweep::Run() {
  RangeIterator heads(database_, ColumnFamily::kHeads, KeyRange(), nullptr);
  for (; heads.Valid(); heads.Next()) {
    std::string alliance;
    if (!ParseAllianceKey(heads.key(), alliance)) return DamagedKey(database_);
    const auto head = DecodeHead(heads.value());
    if (!head.ok()) return head.status();
    absl::Status status = ExpireRecords(alliance);
    if (status.ok()) status = Forget(alliance);
    if (status.ok()) status = Trim(alliance, *head);
    if (!status.ok()) return status;
  }
  const absl::Status status = heads.status();
  if (!status.ok()) return status;
  return swept_;
}

absl::Status Sweep::ExpireRecords(const std::string& alliance) {
  while (true) {
    auto due = DueExpiries(database_, alliance, now_micros_);
    if (!due.ok()) return due.status();
    if (due->empty()) return absl::OkStatus();
    const bool is_last = due->size() < kMaxBatch;
    Expire expire(alliance, *std::move(due), listener_);
    const absl::Status status = queue_.Run(expire);
    if (!status.ok()) return status;
    swept_.expired_records += expire.expired();
    // Without progress the rest is left to a later round: the clock has gone
    // back, or others were quicker.
    if (is_last || expire.expired() == 0) return absl::OkStatus();
  }
}

absl::Status Sweep::Forget(const std::string& alliance) {
  while (true) {
    auto old = OldRequests(database_, alliance, last_request_micros_);
    if (!old.ok()) return old.status();
    if (old->empty()) return absl::OkStatus();
    const bool is_last = old->size() < kMaxBatch;
    ForgetRequests forget(alliance, *std::move(old));
    const absl::Status status = queue_.Run(forget);
    if (!status.ok()) return status;
    swept_.forgotten_requests += forget.forgotten();
    if (is_last) return absl::OkStatus();
  }
}

absl::Status Sweep::Trim(const std::string& alliance, const Head& head) {
  // Times never go back from one revision to the next, so halving finds the
  // last old one.
  std::int64_t old = head.trimmed_revision;
  std::int64_t recent = head.revision + 1;
  // Mostly nothing is old: look at the oldest first.
  if (old + 1 < recent) {
    const auto is_old = IsOld(alliance, old + 1);
    if (!is_old.ok()) return is_old.status();
    if (!*is_old) return absl::OkStatus();
    ++old;
  }
  while (old + 1 < recent) {
    const std::int64_t middle = old + (recent - old) / 2;
    const auto is_old = IsOld(alliance, middle);
    if (!is_old.ok()) return is_old.status();
    (*is_old ? old : recent) = middle;
  }
  for (std::int64_t trimmed = head.trimmed_revision; trimmed < old;) {
    trimmed = std::min(trimmed + static_cast<std::int64_t>(kMaxBatch), old);
    TrimChanges trim(alliance, trimmed);
    const absl::Status status = queue_.Run(trim);
    if (!status.ok()) return status;
    swept_.trimmed_changes += trim.trimmed();
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Sweep::IsOld(const std::string& alliance, std::int64_t revision) const {
  const auto value = database_.Get(ColumnFamily::kChanges, ChangesKey(alliance, revision), nullptr);
  if (!value.ok()) return value.status();
  // Gone meanwhile with the alliance or by another sweep.
  if (!value->has_value()) return true;
  const auto commit = DecodeChanges(**value, revision);
  if (!commit.ok()) return commit.status();
  return commit->commit_micros <= last_change_micros_;
}

}  // namespace counterpoint::storage
