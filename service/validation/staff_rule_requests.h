// Requests of StaffRuleService, and the rule within. Every violation is collected
// with its path from the request. Page tokens are opaque here.
#pragma once

#include "counterpoint/v1/staff_rule_service.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All but what the service itself says of a rule, and whether the members exist
// that it names: one that does not yet is concerned once it does.
void CheckStaffRule(const FieldPath& path, const v1::StaffRule& rule, const Setting& setting,
                    Violations& violations);

void Check(const v1::CreateStaffRuleRequest& request, const Setting& setting,
           Violations& violations);
void Check(const v1::GetStaffRuleRequest& request, Violations& violations);
void Check(const v1::ListStaffRulesRequest& request, Violations& violations);
void Check(const v1::EndStaffRuleRequest& request, Violations& violations);

}  // namespace counterpoint::validation
