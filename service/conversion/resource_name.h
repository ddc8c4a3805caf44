// Names of resources: `alliances/{alliance}`,
// `alliances/{alliance}/members/{member}` and
// `alliances/{alliance}/interactions/{interaction}`.
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

struct InteractionName {
  std::string alliance;
  std::string interaction;

  friend bool operator==(const InteractionName& a, const InteractionName& b) {
    return a.alliance == b.alliance && a.interaction == b.interaction;
  }
};

// 1 to 63 of [a-z0-9-], no hyphen at either end.
bool IsResourceId(absl::string_view id);

// The id within the name; nothing where the name has another form.
std::optional<std::string> ParseAllianceName(absl::string_view name);
std::optional<MemberName> ParseMemberName(absl::string_view name);
std::optional<InteractionName> ParseInteractionName(absl::string_view name);

// The member id of a full name in this alliance, or of the short form
// `members/{member}`; nothing where the name has another form or alliance.
std::optional<std::string> ParseMemberNameWithin(absl::string_view alliance,
                                                 absl::string_view name);

std::string FormatAllianceName(absl::string_view alliance);
std::string FormatMemberName(absl::string_view alliance, absl::string_view member);
std::string FormatInteractionName(absl::string_view alliance, absl::string_view interaction);

}  // namespace counterpoint::conversion
