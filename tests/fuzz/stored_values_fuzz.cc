// Values of the database: damaged ones are DATA_LOSS that says of what, and what can be
// read is written and read again as it was.
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "storage/audit_codec.h"
#include "storage/field_codec.h"
#include "storage/stored_value.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::storage {
namespace {

using fuzz::Require;
using fuzz::RequireNamed;

// `decode` reads a value, `encode` writes it. What was read may have had fields that are
// not known, or twice; what is written has neither.
template <typename Decode, typename Encode>
void CheckSettles(absl::string_view bytes, const Decode& decode, const Encode& encode) {
  const auto first = decode(bytes);
  if (!first.ok()) {
    RequireNamed(first.status(), absl::StatusCode::kDataLoss, "a damaged value is data loss");
    return;
  }
  const std::string written = encode(*first);
  const auto second = decode(written);
  Require(second.ok() && encode(*second) == written, "what was written is read as it was");
}

void CheckAuditEntry(absl::string_view bytes, absl::string_view names) {
  std::string chain;
  auto entry = DecodeAuditEntry(bytes, chain);
  if (!entry.ok()) {
    RequireNamed(entry.status(), absl::StatusCode::kDataLoss, "a damaged entry is data loss");
    return;
  }
  const std::string hash = AuditHash(chain, *entry);
  const std::string written = EncodeAuditEntry(chain, *entry);
  std::string chain_again;
  auto again = DecodeAuditEntry(written, chain_again);
  Require(again.ok() && chain_again == chain && AuditHash(chain, *again) == hash,
          "an entry keeps its hash");
  const absl::Status named = DecodeAuditNames(names, *entry);
  if (!named.ok()) {
    RequireNamed(named, absl::StatusCode::kDataLoss, "damaged names are data loss");
    return;
  }
  Require(AuditHash(chain, *entry) == hash, "names do not count for the hash");
  Require(DecodeAuditNames(EncodeAuditNames(entry->names), *again).ok() &&
              EncodeAuditNames(again->names) == EncodeAuditNames(entry->names),
          "names that were written are read as they were");
}

void CheckFields(absl::string_view bytes) {
  FieldReader reader(bytes);
  std::size_t seen = 0;
  while (reader.Next()) {
    Require(reader.bytes().empty() || reader.integer() == 0, "a field is a number or bytes");
    seen += reader.bytes().size();
  }
  Require(seen <= bytes.size(), "fields do not overlap");
}

}  // namespace
}  // namespace counterpoint::storage

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::storage;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  CheckFields(bytes);
  CheckSettles(bytes, DecodeHead, EncodeHead);
  CheckSettles(
      bytes, [](absl::string_view value) { return DecodeRecord(value, "id"); }, EncodeRecord);
  CheckSettles(
      bytes, [](absl::string_view value) { return DecodeChanges(value, 7); }, EncodeChanges);
  CheckSettles(bytes, DecodeRequest, EncodeRequest);
  CheckSettles(bytes, DecodeAuditHead, EncodeAuditHead);
  counterpoint::fuzz::ByteSource source(data, size);
  const std::string names = source.Text();
  CheckAuditEntry(source.rest(), names);
  return 0;
}
