#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::sample {

// Reads members from a file of JSON lines: one member in proto JSON form a line,
// empty lines skipped. Does not check more than the form: unknown fields and
// values are errors, a member that the service would refuse is not.
// NOT_FOUND where the file can't be opened, DATA_LOSS where reading fails,
// INVALID_ARGUMENT that begins with "PATH:LINE: " for a line that is no member.
absl::StatusOr<std::vector<v1::Member>> ReadMembers(const std::string& path);

}  // namespace counterpoint::sample
