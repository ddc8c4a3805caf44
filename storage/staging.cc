#include "storage/staging.h"

#include <utility>

namespace counterpoint::storage {
namespace {

std::size_t Index(ColumnFamily family) { return static_cast<std::size_t>(family); }

}  // namespace

absl::StatusOr<std::optional<std::string>> Staging::Get(ColumnFamily family,
                                                        absl::string_view key) const {
  const Overlay& overlay = overlays_[Index(family)];
  const auto staged = overlay.find(key);
  if (staged != overlay.end()) return staged->second;
  return database_.Get(family, key, nullptr);
}

absl::StatusOr<Head> Staging::GetHead(absl::string_view alliance) const {
  const auto value = Get(ColumnFamily::kHeads, AllianceKey(alliance));
  if (!value.ok()) return value.status();
  return value->has_value() ? DecodeHead(**value) : Head();
}

absl::StatusOr<std::optional<Record>> Staging::GetRecord(absl::string_view alliance,
                                                         Collection collection,
                                                         absl::string_view id) const {
  const auto value = Get(ColumnFamily::kRecords, RecordKey(alliance, collection, id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::nullopt;
  auto record = DecodeRecord(**value, std::string(id));
  if (!record.ok()) return record.status();
  return std::optional<Record>(*std::move(record));
}

absl::StatusOr<std::optional<StoredRequest>> Staging::GetRequest(
    absl::string_view alliance, absl::string_view request_id) const {
  const auto value = Get(ColumnFamily::kRequests, RequestKey(alliance, request_id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::nullopt;
  auto request = DecodeRequest(**value);
  if (!request.ok()) return request.status();
  return std::optional<StoredRequest>(*std::move(request));
}

// A batch in memory has no way to fail: its size is not limited.

void Staging::Put(ColumnFamily family, const std::string& key, std::string value) {
  batch_.Put(database_.handle(family), key, value).PermitUncheckedError();
  overlays_[Index(family)][key] = std::move(value);
}

void Staging::Delete(ColumnFamily family, const std::string& key) {
  batch_.Delete(database_.handle(family), key).PermitUncheckedError();
  overlays_[Index(family)][key] = std::nullopt;
}

void Staging::DeleteRange(ColumnFamily family, const KeyRange& range) {
  batch_.DeleteRange(database_.handle(family), range.first, range.limit).PermitUncheckedError();
}

void Staging::PutHead(absl::string_view alliance, const Head& head) {
  Put(ColumnFamily::kHeads, AllianceKey(alliance), EncodeHead(head));
}

}  // namespace counterpoint::storage
