// The plain fields of a member as a CSV record.
#pragma once

#include <string>
#include <vector>

#include "counterpoint/v1/member.pb.h"

namespace counterpoint::cli {

// Names of the columns, in the order of MemberRecord().
const std::vector<std::string>& MemberRecordHeader();

// Lists are joined by "; ". Of offers and needs only the titles; JSON keeps
// everything.
std::vector<std::string> MemberRecord(const v1::Member& member);

}  // namespace counterpoint::cli
