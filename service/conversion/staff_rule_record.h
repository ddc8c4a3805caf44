// Rules of the staff between the API, the store and matching.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "counterpoint/v1/staff_rule.pb.h"
#include "matching/ranking/staff_rules.h"
#include "matching/thesaurus/thesaurus.h"
#include "storage/record.h"

namespace counterpoint::conversion {

// The bytes to store: without the name and what follows from the record's times.
std::string PayloadOf(const v1::StaffRule& rule);

// The rule as the API shows it at a moment. Errors: DATA_LOSS naming the rule where
// the payload cannot be read.
absl::StatusOr<v1::StaffRule> StaffRuleOf(absl::string_view alliance, const storage::Record& record,
                                          absl::Time now);

// By what somebody has done and by the clock.
v1::StaffRule::State StateOf(const v1::StaffRule& rule, absl::Time now);

// When it stops counting by itself.
absl::Time ExpiryOf(const v1::StaffRule& rule);

// As matching sees it; one that goes both ways is two of one id. REQUIRES: a valid
// rule with its name.
std::vector<matching::StaffRule> MatchingRulesOf(const matching::Thesaurus& thesaurus,
                                                 const v1::StaffRule& rule);

}  // namespace counterpoint::conversion
