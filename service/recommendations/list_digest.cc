#include "service/recommendations/list_digest.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "service/recommendations/stored_lists.h"
#include "storage/digest.h"

namespace counterpoint::service {
namespace {

// Little-endian on every machine.
void AddNumber(std::uint64_t number, std::string& bytes) {
  char little[8];
  for (int i = 0; i < 8; ++i) little[i] = static_cast<char>(number >> (8 * i));
  bytes.append(little, sizeof little);
}
void AddDouble(double number, std::string& bytes) {
  // NaNs differ in bits that mean nothing, and so do zeros.
  if (std::isnan(number)) return AddNumber(~std::uint64_t{0}, bytes);
  if (number == 0) number = 0;
  std::uint64_t bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  AddNumber(bits, bytes);
}
void AddText(absl::string_view text, std::string& bytes) {
  AddNumber(text.size(), bytes);
  bytes.append(text.data(), text.size());
}

}  // namespace

ListDigest DigestOfList(const std::vector<std::string>& members, const ListColumns& columns,
                        std::uint32_t member) {
  std::string bytes;
  const std::size_t end = columns.first[member + 1];
  AddText(members[member], bytes);
  AddNumber(end - columns.first[member], bytes);
  for (std::size_t i = columns.first[member]; i < end; ++i) {
    const StoredEntry& entry = columns.entries[i];
    AddText(members[entry.partner], bytes);
    AddDouble(entry.score, bytes);
    AddDouble(entry.gain, bytes);
    AddDouble(entry.partner_gain, bytes);
    AddDouble(entry.acceptance, bytes);
    AddText(entry.rule == 0 ? absl::string_view() : columns.rules[entry.rule - 1], bytes);
    bytes.push_back(entry.pinned ? 1 : 0);
  }
  ListDigest digest{};
  const std::string finished = storage::DigestOf(bytes);
  std::copy_n(finished.begin(), digest.size(), digest.begin());
  return digest;
}

std::string DigestOfAll(absl::Span<const ListDigest> lists) {
  storage::Digest digest;
  for (const ListDigest& list : lists) digest.Add({list.data(), list.size()});
  return absl::BytesToHexString(digest.Finish());
}

std::string DigestOf(const StoredLists& lists) {
  std::vector<ListDigest> digests;
  digests.reserve(lists.members().size());
  for (std::uint32_t member = 0; member < lists.members().size(); ++member) {
    digests.push_back(DigestOfList(lists.members(), lists.columns(), member));
  }
  return DigestOfAll(digests);
}

}  // namespace counterpoint::service
