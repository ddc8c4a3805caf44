// Keys of the database: what is put together comes apart as it was, sorts as its parts do,
// and lies in the ranges that it belongs to.
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>

#include "storage/audit_codec.h"
#include "storage/key_codec.h"
#include "storage/key_layout.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::storage {
namespace {

using fuzz::ByteSource;
using fuzz::Require;

struct Parts {
  std::string alliance;
  std::int64_t number = 0;
  std::uint8_t byte = 0;
  std::string id;

  // In the order of the parts of a key.
  auto AsExpiry() const { return std::tie(alliance, number, byte, id); }
  auto AsRecord() const { return std::tie(alliance, byte, id); }
};

Parts PartsOf(ByteSource& source) {
  Parts parts;
  parts.alliance = source.Text();
  parts.number = source.Number<std::int64_t>();
  parts.byte = source.Byte();
  parts.id = source.Text();
  return parts;
}

std::string RecordKeyOf(const Parts& parts) {
  return RecordKey(parts.alliance, static_cast<Collection>(parts.byte), parts.id);
}

std::string ExpiryKeyOf(const Parts& parts) {
  return ExpiryKey(parts.alliance, parts.number, static_cast<Collection>(parts.byte), parts.id);
}

void CheckComesApart(const Parts& parts) {
  std::string alliance;
  std::string id;
  std::uint8_t byte = 0;
  std::int64_t number = 0;
  Require(ParseRecordKey(RecordKeyOf(parts), alliance, byte, id) && alliance == parts.alliance &&
              byte == parts.byte && id == parts.id,
          "a record's key comes apart as it was");
  Require(ParseExpiryKey(ExpiryKeyOf(parts), alliance, number, byte, id) &&
              alliance == parts.alliance && number == parts.number && byte == parts.byte &&
              id == parts.id,
          "a key of the expiry index comes apart as it was");
  Require(ParseRequestTimeKey(RequestTimeKey(parts.alliance, parts.number, parts.id), alliance,
                              number, id) &&
              alliance == parts.alliance && number == parts.number && id == parts.id,
          "a key of the index of requests comes apart as it was");
  Require(ParseChangesKey(ChangesKey(parts.alliance, parts.number), alliance, number) &&
              alliance == parts.alliance && number == parts.number,
          "a key of the change log comes apart as it was");
  Require(ParseAuditSequenceKey(AuditEntryKey(parts.alliance, parts.number), alliance, number) &&
              alliance == parts.alliance && number == parts.number,
          "a key of the audit trail comes apart as it was");
}

bool Contains(const KeyRange& range, const std::string& key) {
  return range.first <= key && key < range.limit;
}

void CheckOrder(const Parts& a, const Parts& b) {
  Require((a.AsRecord() < b.AsRecord()) == (RecordKeyOf(a) < RecordKeyOf(b)),
          "keys of records sort as their parts");
  Require((a.AsExpiry() < b.AsExpiry()) == (ExpiryKeyOf(a) < ExpiryKeyOf(b)),
          "keys of the expiry index sort as their parts");
  Require(Contains(AllianceRange(a.alliance), RecordKeyOf(b)) == (a.alliance == b.alliance),
          "an alliance's range has its keys and no others");
  Require(Contains(ExpiryRange(a.alliance, a.number), ExpiryKeyOf(b)) ==
              (a.alliance == b.alliance && b.number <= a.number),
          "a range of times has the keys up to its last moment");
  const bool follows = a.alliance == b.alliance && a.byte == b.byte && b.id > a.id;
  const KeyRange after = RecordsAfter(a.alliance, static_cast<Collection>(a.byte), a.id);
  // All of them where there is no id to begin after.
  if (!a.id.empty()) {
    Require(Contains(after, RecordKeyOf(b)) == follows, "the records after one are those");
  }
}

// Whatever comes apart was put together so.
void CheckForeign(const std::string& key) {
  std::string alliance;
  std::string id;
  std::uint8_t byte = 0;
  std::int64_t number = 0;
  if (ParseAllianceKey(key, alliance)) Require(AllianceKey(alliance) == key, "key of an alliance");
  if (ParseRecordKey(key, alliance, byte, id)) {
    Require(RecordKey(alliance, static_cast<Collection>(byte), id) == key, "key of a record");
  }
  if (ParseChangesKey(key, alliance, number)) {
    Require(ChangesKey(alliance, number) == key, "key of changes");
  }
  if (ParseExpiryKey(key, alliance, number, byte, id)) {
    Require(ExpiryKey(alliance, number, static_cast<Collection>(byte), id) == key, "key of expiry");
  }
  if (ParseAuditHeadKey(key, alliance)) Require(AuditHeadKey(alliance) == key, "key of a chain");
}

}  // namespace
}  // namespace counterpoint::storage

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::storage;
  CheckForeign(std::string(reinterpret_cast<const char*>(data), size));
  counterpoint::fuzz::ByteSource source(data, size);
  const Parts a = PartsOf(source);
  const Parts b = PartsOf(source);
  CheckComesApart(a);
  CheckOrder(a, b);
  CheckOrder(b, a);
  return 0;
}
