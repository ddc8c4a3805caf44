// What `counterpointd token` does to the grants.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "counterpoint/stored/access_grants.pb.h"
#include "service/access/role.h"

namespace counterpoint::service {

struct NewGrant {
  std::string id = {};  // Empty: one at random, after the role.
  Role role = Role::kReader;
  std::string alliance = {};     // Empty: all of them.
  std::string certificate = {};  // Empty: a token is made.
  std::string note = {};
  absl::Duration lifetime = {};
};

// The token of the new grant, which nothing keeps; empty for a certificate. `added`
// says what was added. Errors: ALREADY_EXISTS where the id is taken,
// INVALID_ARGUMENT where it or the lifetime is none.
absl::StatusOr<std::string> AddGrant(const NewGrant& grant, absl::Time now,
                                     stored::AccessGrants& grants, stored::AccessGrant& added);

// A new token under the same id, for `lifetime` from now. Those before count for
// `grace` more, if they would have counted as long. Errors: NOT_FOUND, and
// FAILED_PRECONDITION where it is revoked or for a certificate.
absl::StatusOr<std::string> RotateGrant(absl::string_view id, absl::Duration lifetime,
                                        absl::Duration grace, absl::Time now,
                                        stored::AccessGrants& grants);

// It counts no longer, and its hashes are gone. Once more changes nothing. Errors:
// NOT_FOUND.
absl::Status RevokeGrant(absl::string_view id, absl::Time now, stored::AccessGrants& grants);

// As a table with a line for each, in the order of the file.
std::string ShowGrants(const stored::AccessGrants& grants, absl::Time now);

}  // namespace counterpoint::service
