// Rules of the staff as people read them.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/staff_rule.pb.h"

namespace counterpoint::cli {

// The columns of a list of rules.
Table RuleList(const std::string& language);
void AddRuleRow(const v1::StaffRule& rule, const std::string& language, Table* table);

// One rule, a field a line.
Table RuleDetail(const v1::StaffRule& rule, const std::string& language);

// "kind: creator; topic: game-music"; "everybody" where no field is set.
std::string ShownFilter(const v1::MemberFilter& filter, const std::string& language);

}  // namespace counterpoint::cli
