// For whom a call asks: what its caller may see of confidential listings.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "service/access/caller.h"
#include "service/confidentiality/viewer.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Of a call about one member: staff and administrators see everything, a portal what
// that member may see, all others what anybody may. Borrows the backend.
Viewer ViewerAbout(const Backend& backend, const Caller& caller, const std::string& alliance,
                   const std::string& member);

// Of a call that says itself for whom it asks, by `viewer`, the name of a member of the
// alliance or empty: then staff and administrators see everything, all others what
// anybody may. Borrows the backend. Errors: PERMISSION_DENIED where the caller asks for
// no members.
absl::StatusOr<Viewer> ViewerNamed(const Backend& backend, const Caller& caller,
                                   const std::string& alliance, const std::string& viewer);

}  // namespace counterpoint::service
