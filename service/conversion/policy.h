// Policies between the API, where a field may be left out, and matching, where
// every field has a value.
#pragma once

#include "counterpoint/v1/policy.pb.h"
#include "matching/policy/policy.h"

namespace counterpoint::conversion {

// Fields that are left out, and pairs of kinds, have matching's defaults.
// REQUIRES: the policy is valid.
matching::Policy PolicyOf(const v1::Policy& policy);

// Every field filled in, with all pairs of stated kinds in order of kind and
// partner kind. PolicyOf() gives the argument back, but for the affinities of
// kinds that are not stated: those are always the defaults.
v1::Policy MessageOf(const matching::Policy& policy);

}  // namespace counterpoint::conversion
