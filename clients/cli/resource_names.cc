#include "clients/cli/resource_names.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/vocabulary.h"

namespace counterpoint::cli {
namespace {

std::string NameWithin(const std::string& alliance, const std::string& collection,
                       const std::string& typed) {
  if (typed.starts_with("alliances/")) return typed;
  if (typed.starts_with(collection)) return absl::StrCat(alliance, "/", typed);
  return absl::StrCat(alliance, "/", collection, typed);
}

// FNV-1a of 64 bits, which is the same on every machine and in every version.
uint64_t Fnv1a(const std::string& bytes) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3;
  }
  return hash;
}

// The prefix and the two ids where that is short and can be taken apart again,
// else a hash.
std::string JoinedId(const std::string& prefix, const std::string& first,
                     const std::string& second) {
  constexpr size_t kLongestId = 63;
  constexpr char kSeparator[] = "--";
  const std::string readable = absl::StrCat(prefix, first, kSeparator, second);
  const bool separable =
      !absl::StrContains(first, kSeparator) && !absl::StrContains(second, kSeparator);
  if (separable && readable.size() <= kLongestId) return readable;
  // A slash is in no id, so that the two cannot run into each other.
  return absl::StrCat(prefix, "pair-",
                      absl::Hex(Fnv1a(absl::StrCat(first, "/", second)), absl::kZeroPad16));
}

}  // namespace

std::string AllianceName(const std::string& typed) {
  return typed.starts_with("alliances/") ? typed : "alliances/" + typed;
}

std::string MemberName(const std::string& alliance, const std::string& typed) {
  return NameWithin(alliance, "members/", typed);
}

std::string InteractionName(const std::string& alliance, const std::string& typed) {
  return NameWithin(alliance, "interactions/", typed);
}

std::string StaffRuleName(const std::string& alliance, const std::string& typed) {
  return NameWithin(alliance, "staffRules/", typed);
}

std::string OperationName(const std::string& alliance, const std::string& typed) {
  return NameWithin(alliance, "operations/", typed);
}

std::string SessionName(const std::string& alliance, const std::string& typed) {
  return NameWithin(alliance, "sessions/", typed);
}

std::string ParticipantName(const std::string& session, const std::string& typed) {
  return absl::StrCat(session, "/participants/", IdOf(typed));
}

std::string AllianceOf(const std::string& name) {
  constexpr char kPrefix[] = "alliances/";
  return name.substr(0, name.find('/', sizeof(kPrefix) - 1));
}

std::string PairId(const std::string& member_id, const std::string& partner_id) {
  const auto& [first, second] = std::minmax(member_id, partner_id);
  return JoinedId("", first, second);
}

std::string InteractionId(v1::InteractionKind kind, const std::string& member_id,
                          const std::string& partner_id) {
  const auto& [first, second] = std::minmax(member_id, partner_id);
  const std::string prefix =
      absl::StrCat(ShownName(*v1::InteractionKind_descriptor(), kind, "en"), "--");
  switch (kind) {
    case v1::PARTNERSHIP:
      return PairId(member_id, partner_id);
    case v1::MET:
    case v1::INTRODUCED:
    case v1::AGREEMENT_SIGNED:
    case v1::CONFLICT:
      return JoinedId(prefix, first, second);
    default:
      return JoinedId(prefix, member_id, partner_id);
  }
}

std::string IdOf(const std::string& name) {
  const size_t slash = name.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

}  // namespace counterpoint::cli
