#include "storage/audit_codec.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/digest.h"
#include "storage/field_codec.h"
#include "storage/key_codec.h"

namespace counterpoint::storage {
namespace {

// What a key is of. The numbers are on disk.
enum KeyKind : std::uint8_t { kHeadKey = 1, kEntryKey = 2, kNamesKey = 3 };

enum HeadField : std::uint32_t {
  kHeadSequence = 1,
  kHeadHash = 2,
  kHeadTime = 3,
  kHeadTrimmedSequence = 4,
  kHeadTrimmedHash = 5,
  kHeadDropped = 6,
};
enum EntryField : std::uint32_t {
  kEntryChain = 1,
  kEntrySequence = 2,
  kEntryTime = 3,
  kEntryPrevious = 4,
  kEntryPayload = 5,
  kEntryDigest = 6,
  kEntryHash = 7,
};
enum NamesField : std::uint32_t { kNamesItem = 1 };
enum NameField : std::uint32_t { kNameSalt = 1, kNameText = 2 };

absl::Status Damaged(const char* what) {
  return absl::DataLossError(absl::StrCat("a stored audit ", what, " is damaged"));
}

std::string ChainKey(KeyKind kind, absl::string_view chain) {
  std::string key;
  AppendByte(kind, key);
  AppendString(chain, key);
  return key;
}

KeyRange KindRange(KeyKind kind) {
  KeyRange range;
  AppendByte(kind, range.first);
  AppendByte(kind + 1, range.limit);
  return range;
}

std::string SequenceKey(KeyKind kind, absl::string_view chain, std::int64_t sequence) {
  std::string key = ChainKey(kind, chain);
  AppendSigned(sequence, key);
  return key;
}

std::string CanonicalBytes(absl::string_view chain, const AuditEntry& entry) {
  std::string value;
  FieldWriter writer(value);
  writer.Bytes(kEntryChain, chain);
  writer.Integer(kEntrySequence, entry.sequence);
  writer.Integer(kEntryTime, absl::ToUnixMicros(entry.time));
  writer.Bytes(kEntryPrevious, entry.previous_hash);
  writer.Bytes(kEntryPayload, entry.payload);
  for (const AuditEntry::Name& name : entry.names) writer.Bytes(kEntryDigest, name.digest);
  return value;
}

bool DecodeName(absl::string_view value, AuditEntry::Name& name) {
  FieldReader reader(value);
  while (reader.Next()) {
    if (reader.number() == kNameSalt) name.salt = std::string(reader.bytes());
    if (reader.number() == kNameText) name.name = std::string(reader.bytes());
  }
  return !reader.damaged();
}

}  // namespace

std::string AuditHeadKey(absl::string_view chain) { return ChainKey(kHeadKey, chain); }

std::string AuditEntryKey(absl::string_view chain, std::int64_t sequence) {
  return SequenceKey(kEntryKey, chain, sequence);
}

std::string AuditNamesKey(absl::string_view chain, std::int64_t sequence) {
  return SequenceKey(kNamesKey, chain, sequence);
}

KeyRange AuditEntryRange(absl::string_view chain, std::int64_t first, std::int64_t last) {
  return {AuditEntryKey(chain, first), AuditEntryKey(chain, last + 1)};
}

KeyRange AuditNamesRange(absl::string_view chain, std::int64_t first, std::int64_t last) {
  return {AuditNamesKey(chain, first), AuditNamesKey(chain, last + 1)};
}

KeyRange AuditHeadRange() { return KindRange(kHeadKey); }

KeyRange AllAuditEntriesRange() { return KindRange(kEntryKey); }

KeyRange AllAuditNamesRange() { return KindRange(kNamesKey); }

bool ParseAuditHeadKey(absl::string_view key, std::string& chain) {
  KeyReader reader(key);
  std::uint8_t kind = 0;
  return reader.ReadByte(kind) && kind == kHeadKey && reader.ReadString(chain) && reader.AtEnd();
}

bool ParseAuditSequenceKey(absl::string_view key, std::string& chain, std::int64_t& sequence) {
  KeyReader reader(key);
  std::uint8_t kind = 0;
  return reader.ReadByte(kind) && reader.ReadString(chain) && reader.ReadSigned(sequence) &&
         reader.AtEnd();
}

std::string AuditNameDigest(absl::string_view salt, absl::string_view name) {
  return DigestOf(absl::StrCat(salt, name));
}

std::string AuditHash(absl::string_view chain, const AuditEntry& entry) {
  return DigestOf(CanonicalBytes(chain, entry));
}

std::string EncodeAuditHead(const AuditHead& head) {
  std::string value;
  FieldWriter writer(value);
  writer.Integer(kHeadSequence, head.sequence);
  writer.Bytes(kHeadHash, head.hash);
  writer.Integer(kHeadTime, head.micros);
  writer.Integer(kHeadTrimmedSequence, head.trimmed_sequence);
  writer.Bytes(kHeadTrimmedHash, head.trimmed_hash);
  writer.Integer(kHeadDropped, head.dropped_sequence);
  return value;
}

absl::StatusOr<AuditHead> DecodeAuditHead(absl::string_view value) {
  AuditHead head;
  FieldReader reader(value);
  while (reader.Next()) {
    switch (reader.number()) {
      case kHeadSequence:
        head.sequence = reader.integer();
        break;
      case kHeadHash:
        head.hash = std::string(reader.bytes());
        break;
      case kHeadTime:
        head.micros = reader.integer();
        break;
      case kHeadTrimmedSequence:
        head.trimmed_sequence = reader.integer();
        break;
      case kHeadTrimmedHash:
        head.trimmed_hash = std::string(reader.bytes());
        break;
      case kHeadDropped:
        head.dropped_sequence = reader.integer();
        break;
    }
  }
  if (reader.damaged()) return Damaged("head");
  return head;
}

std::string EncodeAuditEntry(absl::string_view chain, const AuditEntry& entry) {
  std::string value = CanonicalBytes(chain, entry);
  FieldWriter(value).Bytes(kEntryHash, entry.hash);
  return value;
}

absl::StatusOr<AuditEntry> DecodeAuditEntry(absl::string_view value, std::string& chain) {
  AuditEntry entry;
  FieldReader reader(value);
  while (reader.Next()) {
    switch (reader.number()) {
      case kEntryChain:
        chain = std::string(reader.bytes());
        break;
      case kEntrySequence:
        entry.sequence = reader.integer();
        break;
      case kEntryTime:
        entry.time = absl::FromUnixMicros(reader.integer());
        break;
      case kEntryPrevious:
        entry.previous_hash = std::string(reader.bytes());
        break;
      case kEntryPayload:
        entry.payload = std::string(reader.bytes());
        break;
      case kEntryDigest:
        entry.names.emplace_back().digest = std::string(reader.bytes());
        break;
      case kEntryHash:
        entry.hash = std::string(reader.bytes());
        break;
    }
  }
  if (reader.damaged()) return Damaged("entry");
  return entry;
}

std::string EncodeAuditNames(absl::Span<const AuditEntry::Name> names) {
  std::string value;
  FieldWriter writer(value);
  for (const AuditEntry::Name& name : names) {
    std::string item;
    if (!name.name.empty()) {
      FieldWriter item_writer(item);
      item_writer.Bytes(kNameSalt, name.salt);
      item_writer.Bytes(kNameText, name.name);
    }
    writer.Bytes(kNamesItem, item);
  }
  return value;
}

absl::StatusOr<std::vector<AuditEntry::Name>> DecodeAuditNames(absl::string_view value) {
  std::vector<AuditEntry::Name> names;
  FieldReader reader(value);
  while (reader.Next()) {
    if (!DecodeName(reader.bytes(), names.emplace_back())) return Damaged("name");
  }
  if (reader.damaged()) return Damaged("name");
  return names;
}

absl::Status DecodeAuditNames(absl::string_view value, AuditEntry& entry) {
  auto names = DecodeAuditNames(value);
  if (!names.ok()) return names.status();
  if (names->size() != entry.names.size()) return Damaged("name");
  for (std::size_t i = 0; i < names->size(); ++i) {
    entry.names[i].salt = std::move((*names)[i].salt);
    entry.names[i].name = std::move((*names)[i].name);
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::storage
