#include "service/conversion/resource_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace counterpoint::conversion {
namespace {

constexpr absl::string_view kAlliances = "alliances/";
constexpr absl::string_view kMembers = "members/";
constexpr absl::string_view kInteractions = "interactions/";
constexpr std::size_t kLongestId = 63;

struct NameWithin {
  std::string alliance;
  std::string id;
};

// A name of the form `alliances/{alliance}/{collection}{id}`.
std::optional<NameWithin> ParseNameWithin(absl::string_view name, absl::string_view collection) {
  const std::size_t slash = name.find('/', kAlliances.size());
  if (slash == absl::string_view::npos) return std::nullopt;
  const auto alliance = ParseAllianceName(name.substr(0, slash));
  absl::string_view rest = name.substr(slash + 1);
  if (!alliance || !absl::ConsumePrefix(&rest, collection) || !IsResourceId(rest)) {
    return std::nullopt;
  }
  return NameWithin{*alliance, std::string(rest)};
}

}  // namespace

bool IsResourceId(absl::string_view id) {
  return !id.empty() && id.size() <= kLongestId && id.front() != '-' && id.back() != '-' &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
         });
}

std::optional<std::string> ParseAllianceName(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kAlliances) || !IsResourceId(name)) return std::nullopt;
  return std::string(name);
}

std::optional<MemberName> ParseMemberName(absl::string_view name) {
  const auto parsed = ParseNameWithin(name, kMembers);
  if (!parsed) return std::nullopt;
  return MemberName{parsed->alliance, parsed->id};
}

std::optional<InteractionName> ParseInteractionName(absl::string_view name) {
  const auto parsed = ParseNameWithin(name, kInteractions);
  if (!parsed) return std::nullopt;
  return InteractionName{parsed->alliance, parsed->id};
}

std::optional<std::string> ParseMemberNameWithin(absl::string_view alliance,
                                                 absl::string_view name) {
  absl::string_view id = name;
  if (absl::ConsumePrefix(&id, kMembers)) {
    return IsResourceId(id) ? std::optional(std::string(id)) : std::nullopt;
  }
  const auto full = ParseMemberName(name);
  if (!full || full->alliance != alliance) return std::nullopt;
  return full->member;
}

std::string FormatAllianceName(absl::string_view alliance) {
  return absl::StrCat(kAlliances, alliance);
}

std::string FormatMemberName(absl::string_view alliance, absl::string_view member) {
  return absl::StrCat(kAlliances, alliance, "/", kMembers, member);
}

std::string FormatInteractionName(absl::string_view alliance, absl::string_view interaction) {
  return absl::StrCat(kAlliances, alliance, "/", kInteractions, interaction);
}

}  // namespace counterpoint::conversion
