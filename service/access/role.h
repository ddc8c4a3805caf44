// What a caller may do, in five steps that fit what an alliance's callers are.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::service {

// No role includes another: which methods each has stands in access_table.cc.
enum class Role : std::uint8_t {
  kReader,         // Looks at profiles, lists and generations.
  kPortal,         // A portal's back end: for members, what they see and do there.
  kStaff,          // Runs sessions, rules and reports of an alliance.
  kBatch,          // Imports, refreshes and learns at night.
  kAdministrator,  // All of that, and the alliance's own settings.
};
inline constexpr Role kAllRoles[] = {Role::kReader, Role::kPortal, Role::kStaff, Role::kBatch,
                                     Role::kAdministrator};

// "reader", "portal", "staff", "batch", "administrator".
absl::string_view RoleName(Role role);
// Nothing where no role has that name.
std::optional<Role> ParseRole(absl::string_view name);

class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (const Role role : roles) bits_ |= Bit(role);
  }
  constexpr bool Has(Role role) const { return (bits_ & Bit(role)) != 0; }

 private:
  static constexpr unsigned Bit(Role role) { return 1U << static_cast<unsigned>(role); }

  unsigned bits_ = 0;
};

// The names of its roles, "portal, staff".
std::string RoleNames(RoleSet roles);

}  // namespace counterpoint::service
