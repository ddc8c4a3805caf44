// Filters as matching sees them.
#pragma once

#include "counterpoint/v1/member_filter.pb.h"
#include "matching/profile/member_profile.h"

namespace counterpoint::conversion {

// Names of members become ids.
// REQUIRES: the filter is valid.
matching::MemberCondition ConditionOf(const v1::MemberFilter& filter);

}  // namespace counterpoint::conversion
