#include "service/access/role.h"

#include <vector>

#include "absl/strings/str_join.h"

namespace counterpoint::service {

absl::string_view RoleName(Role role) {
  switch (role) {
    case Role::kReader:
      return "reader";
    case Role::kPortal:
      return "portal";
    case Role::kStaff:
      return "staff";
    case Role::kBatch:
      return "batch";
    case Role::kAdministrator:
      return "administrator";
  }
  return "";
}

std::optional<Role> ParseRole(absl::string_view name) {
  for (const Role role : kAllRoles) {
    if (RoleName(role) == name) return role;
  }
  return std::nullopt;
}

std::string RoleNames(RoleSet roles) {
  std::vector<absl::string_view> names;
  for (const Role role : kAllRoles) {
    if (roles.Has(role)) names.push_back(RoleName(role));
  }
  return absl::StrJoin(names, ", ");
}

}  // namespace counterpoint::service
