#include "storage/stored_value.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "storage/field_codec.h"

namespace counterpoint::storage {
namespace {

enum HeadField : std::uint32_t { kHeadRevision = 1, kHeadTrimmed = 2, kHeadTime = 3 };
enum RecordField : std::uint32_t {
  kRecordCreateRevision = 1,
  kRecordRevision = 2,
  kRecordCreateTime = 3,
  kRecordUpdateTime = 4,
  kRecordExpireTime = 5,  // Missing where it never expires.
  kRecordPayload = 6,
};
enum ChangesField : std::uint32_t { kChangesTime = 1, kChangesEntry = 2 };
enum EntryField : std::uint32_t { kEntryCollection = 1, kEntryKind = 2, kEntryId = 3 };
enum RequestField : std::uint32_t {
  kRequestRevision = 1,
  kRequestTime = 2,
  kRequestFingerprint = 3,
  kRequestReply = 4,
};

absl::Status Damaged(const char* what) {
  return absl::DataLossError(absl::StrCat("a stored ", what, " is damaged"));
}

bool DecodeEntry(absl::string_view value, Change& change) {
  FieldReader reader(value);
  while (reader.Next()) {
    switch (reader.number()) {
      case kEntryCollection:
        change.collection = static_cast<Collection>(reader.integer());
        break;
      case kEntryKind:
        change.kind = static_cast<ChangeKind>(reader.integer());
        break;
      case kEntryId:
        change.id = std::string(reader.bytes());
        break;
    }
  }
  return !reader.damaged();
}

}  // namespace

std::string EncodeHead(const Head& head) {
  std::string value;
  FieldWriter writer(value);
  writer.Integer(kHeadRevision, head.revision);
  writer.Integer(kHeadTrimmed, head.trimmed_revision);
  writer.Integer(kHeadTime, head.commit_micros);
  return value;
}

absl::StatusOr<Head> DecodeHead(absl::string_view value) {
  Head head;
  FieldReader reader(value);
  while (reader.Next()) {
    switch (reader.number()) {
      case kHeadRevision:
        head.revision = reader.integer();
        break;
      case kHeadTrimmed:
        head.trimmed_revision = reader.integer();
        break;
      case kHeadTime:
        head.commit_micros = reader.integer();
        break;
    }
  }
  if (reader.damaged()) return Damaged("head");
  return head;
}

std::string EncodeRecord(const Record& record) {
  std::string value;
  value.reserve(record.payload.size() + 48);
  FieldWriter writer(value);
  writer.Integer(kRecordCreateRevision, record.create_revision);
  writer.Integer(kRecordRevision, record.revision);
  writer.Integer(kRecordCreateTime, absl::ToUnixMicros(record.create_time));
  writer.Integer(kRecordUpdateTime, absl::ToUnixMicros(record.update_time));
  if (record.expire_time != absl::InfiniteFuture()) {
    writer.Integer(kRecordExpireTime, absl::ToUnixMicros(record.expire_time));
  }
  writer.Bytes(kRecordPayload, record.payload);
  return value;
}

absl::StatusOr<Record> DecodeRecord(absl::string_view value, std::string id) {
  Record record;
  record.id = std::move(id);
  FieldReader reader(value);
  while (reader.Next()) {
    switch (reader.number()) {
      case kRecordCreateRevision:
        record.create_revision = reader.integer();
        break;
      case kRecordRevision:
        record.revision = reader.integer();
        break;
      case kRecordCreateTime:
        record.create_time = absl::FromUnixMicros(reader.integer());
        break;
      case kRecordUpdateTime:
        record.update_time = absl::FromUnixMicros(reader.integer());
        break;
      case kRecordExpireTime:
        record.expire_time = absl::FromUnixMicros(reader.integer());
        break;
      case kRecordPayload:
        record.payload = std::string(reader.bytes());
        break;
    }
  }
  if (reader.damaged()) return Damaged("record");
  return record;
}

std::string EncodeChanges(const CommitChanges& commit) {
  std::string value;
  FieldWriter writer(value);
  writer.Integer(kChangesTime, commit.commit_micros);
  for (const Change& change : commit.changes) {
    std::string entry;
    FieldWriter entry_writer(entry);
    entry_writer.Integer(kEntryCollection, static_cast<std::int64_t>(change.collection));
    entry_writer.Integer(kEntryKind, static_cast<std::int64_t>(change.kind));
    entry_writer.Bytes(kEntryId, change.id);
    writer.Bytes(kChangesEntry, entry);
  }
  return value;
}

absl::StatusOr<CommitChanges> DecodeChanges(absl::string_view value, std::int64_t revision) {
  CommitChanges commit;
  FieldReader reader(value);
  while (reader.Next()) {
    if (reader.number() == kChangesTime) commit.commit_micros = reader.integer();
    if (reader.number() != kChangesEntry) continue;
    Change& change = commit.changes.emplace_back();
    if (!DecodeEntry(reader.bytes(), change)) return Damaged("change");
  }
  if (reader.damaged()) return Damaged("change");
  for (Change& change : commit.changes) {
    change.revision = revision;
    change.commit_time = absl::FromUnixMicros(commit.commit_micros);
  }
  return commit;
}

std::string EncodeRequest(const StoredRequest& request) {
  std::string value;
  FieldWriter writer(value);
  writer.Integer(kRequestRevision, request.revision);
  writer.Integer(kRequestTime, request.commit_micros);
  writer.Bytes(kRequestFingerprint, request.fingerprint_digest);
  writer.Bytes(kRequestReply, request.reply);
  return value;
}

absl::StatusOr<StoredRequest> DecodeRequest(absl::string_view value) {
  StoredRequest request;
  FieldReader reader(value);
  while (reader.Next()) {
    switch (reader.number()) {
      case kRequestRevision:
        request.revision = reader.integer();
        break;
      case kRequestTime:
        request.commit_micros = reader.integer();
        break;
      case kRequestFingerprint:
        request.fingerprint_digest = std::string(reader.bytes());
        break;
      case kRequestReply:
        request.reply = std::string(reader.bytes());
        break;
    }
  }
  if (reader.damaged()) return Damaged("request");
  return request;
}

}  // namespace counterpoint::storage
