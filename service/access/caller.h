// Who calls.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "service/access/role.h"

namespace counterpoint::service {

struct Caller {
  // For logs and records of what was done; no secret. The id of a grant; of an
  // identity provider's token its subject, after "jwt:"; "local" where the server
  // knows no callers.
  std::string name;
  Role role = Role::kReader;
  // Id of the only alliance that there is for the caller; empty: all of them.
  std::string alliance;

  bool ReachesAll() const { return alliance.empty(); }
  bool Reaches(absl::string_view id) const { return ReachesAll() || alliance == id; }
};

}  // namespace counterpoint::service
