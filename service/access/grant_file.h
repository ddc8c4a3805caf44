// The file of grants: read whole, changed one at a time.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "counterpoint/stored/access_grants.pb.h"

namespace counterpoint::service {

// Errors: NOT_FOUND where there is no such file; INVALID_ARGUMENT that says what is
// wrong with it: that others than its owner may write it, where it is no protobuf
// text, or each grant that cannot count and why.
absl::StatusOr<stored::AccessGrants> ReadGrants(const std::string& path);

// Reads the grants, none where there is no file yet, has `change` change them, and
// puts them in the file's place in one step, readable by its owner alone. Whoever
// reads meanwhile sees the old or the new; whoever changes meanwhile waits. Nothing
// is written where `change` fails. Errors: those of ReadGrants() and `change`, and
// what the file system says.
absl::Status ChangeGrants(const std::string& path,
                          const std::function<absl::Status(stored::AccessGrants&)>& change);

// Times as the file has them. Parsing gives the infinite past where it is none.
std::string FormatGrantTime(absl::Time time);
absl::Time ParseGrantTime(const std::string& text);

}  // namespace counterpoint::service
