#include "storage/key_layout.h"

#include <limits>

#include "storage/key_codec.h"

namespace counterpoint::storage {
namespace {

// Keys of the alliance that go on with a time of at most `last_micros`.
KeyRange TimesRange(absl::string_view alliance, std::int64_t last_micros) {
  KeyRange range = AllianceRange(alliance);
  if (last_micros != std::numeric_limits<std::int64_t>::max()) {
    range.limit = range.first;
    AppendSigned(last_micros + 1, range.limit);
  }
  return range;
}

// Keys of the alliance that go on with `byte`.
KeyRange ByteRange(absl::string_view alliance, std::uint8_t byte) {
  KeyRange range = AllianceRange(alliance);
  if (byte != std::numeric_limits<std::uint8_t>::max()) {
    range.limit = range.first;
    AppendByte(byte + 1, range.limit);
  }
  AppendByte(byte, range.first);
  return range;
}

}  // namespace

std::string AllianceKey(absl::string_view alliance) {
  std::string key;
  AppendString(alliance, key);
  return key;
}

KeyRange AllianceRange(absl::string_view alliance) {
  std::string first = AllianceKey(alliance);
  std::string limit = AfterString(first);
  return {std::move(first), std::move(limit)};
}

std::string RecordKey(absl::string_view alliance, Collection collection, absl::string_view id) {
  std::string key = AllianceKey(alliance);
  AppendByte(static_cast<std::uint8_t>(collection), key);
  AppendString(id, key);
  return key;
}

KeyRange RecordsAfter(absl::string_view alliance, Collection collection,
                      absl::string_view start_after) {
  KeyRange range = ByteRange(alliance, static_cast<std::uint8_t>(collection));
  if (!start_after.empty()) range.first = AfterString(RecordKey(alliance, collection, start_after));
  return range;
}

std::string ChangesKey(absl::string_view alliance, std::int64_t revision) {
  std::string key = AllianceKey(alliance);
  AppendSigned(revision, key);
  return key;
}

KeyRange ChangesRange(absl::string_view alliance, std::int64_t after, std::int64_t last) {
  return {ChangesKey(alliance, after + 1), ChangesKey(alliance, last + 1)};
}

std::string RequestKey(absl::string_view alliance, absl::string_view request_id) {
  std::string key = AllianceKey(alliance);
  AppendString(request_id, key);
  return key;
}

std::string RequestTimeKey(absl::string_view alliance, std::int64_t micros,
                           absl::string_view request_id) {
  std::string key = AllianceKey(alliance);
  AppendSigned(micros, key);
  AppendString(request_id, key);
  return key;
}

KeyRange RequestTimesRange(absl::string_view alliance, std::int64_t last_micros) {
  return TimesRange(alliance, last_micros);
}

KeyRange ExpiryRange(absl::string_view alliance, std::int64_t last_micros) {
  return TimesRange(alliance, last_micros);
}

std::string ExpiryKey(absl::string_view alliance, std::int64_t micros, Collection collection,
                      absl::string_view id) {
  std::string key = AllianceKey(alliance);
  AppendSigned(micros, key);
  AppendByte(static_cast<std::uint8_t>(collection), key);
  AppendString(id, key);
  return key;
}

std::string DerivedKey(absl::string_view alliance, std::uint8_t kind, absl::string_view id) {
  std::string key = AllianceKey(alliance);
  AppendByte(kind, key);
  AppendString(id, key);
  return key;
}

KeyRange DerivedRange(absl::string_view alliance, std::uint8_t kind) {
  return ByteRange(alliance, kind);
}

bool ParseAllianceKey(absl::string_view key, std::string& alliance) {
  KeyReader reader(key);
  return reader.ReadString(alliance) && reader.AtEnd();
}

bool ParseRecordKey(absl::string_view key, std::string& alliance, std::uint8_t& collection,
                    std::string& id) {
  KeyReader reader(key);
  return reader.ReadString(alliance) && reader.ReadByte(collection) && reader.ReadString(id) &&
         reader.AtEnd();
}

bool ParseChangesKey(absl::string_view key, std::string& alliance, std::int64_t& revision) {
  KeyReader reader(key);
  return reader.ReadString(alliance) && reader.ReadSigned(revision) && reader.AtEnd();
}

bool ParseRequestTimeKey(absl::string_view key, std::string& alliance, std::int64_t& micros,
                         std::string& request_id) {
  KeyReader reader(key);
  return reader.ReadString(alliance) && reader.ReadSigned(micros) &&
         reader.ReadString(request_id) && reader.AtEnd();
}

bool ParseExpiryKey(absl::string_view key, std::string& alliance, std::int64_t& micros,
                    std::uint8_t& collection, std::string& id) {
  KeyReader reader(key);
  return reader.ReadString(alliance) && reader.ReadSigned(micros) && reader.ReadByte(collection) &&
         reader.ReadString(id) && reader.AtEnd();
}

}  // namespace counterpoint::storage
