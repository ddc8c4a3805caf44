// Names of resources: `alliances/{alliance}` and
// `alliances/{alliance}/members/{member}`.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::conversion {

struct MemberName {
  std::string alliance;
  std::string member;

  friend bool operator==(const MemberName& a, const MemberName& b) {
    return a.alliance == b.alliance && a.member == b.member;
  }
};

// 1 to 63 of [a-z0-9-], no hyphen at either end.
bool IsResourceId(absl::string_view id);

// The id within the name; nothing where the name has another form.
std::optional<std::string> ParseAllianceName(absl::string_view name);
std::optional<MemberName> ParseMemberName(absl::string_view name);

// The member id of a full name in this alliance, or of the short form
// `members/{member}`; nothing where the name has another form or alliance.
std::optional<std::string> ParseMemberNameWithin(absl::string_view alliance,
                                                 absl::string_view name);

std::string FormatAllianceName(absl::string_view alliance);
std::string FormatMemberName(absl::string_view alliance, absl::string_view member);

}  // namespace counterpoint::conversion
