// Members as people read them.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::cli {

// The columns of a list of members.
Table MemberList(const std::string& language);
void AddMemberRow(const v1::Member& member, const std::string& language, Table* table);

// One member, a field a line.
Table MemberDetail(const v1::Member& member, const std::string& language);

// "2026-01-31 09:30" in UTC; empty where the time is not set.
std::string ShownTime(const google::protobuf::Timestamp& time);

}  // namespace counterpoint::cli
